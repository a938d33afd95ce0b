-- Sessions repeat themselves: what they were seen with, where they came from and where they sat stands once for all
-- sessions of a project that say the same, and a row of session_rows names it by number. `sessions` is a view with every
-- column written out, for all who read. `uses` counts the rows that name it; with the last of them it goes.

create table agents (
  project_no integer not null,
  agent integer not null,
  uses integer not null,
  browser text,
  browser_version text,
  os text,
  user_agent text,
  platform text,
  app_name text,
  app_version text,
  app_env text,
  sdk text,
  rate real not null check (rate > 0 and rate <= 1),
  move_rate real not null check (move_rate > 0 and move_rate <= 1),
  primary key (project_no, agent)
) strict, without rowid;

create table referrals (
  project_no integer not null,
  referral integer not null,
  uses integer not null,
  referrer text,
  source text,
  medium text,
  utm_source text,
  utm_medium text,
  utm_campaign text,
  utm_term text,
  utm_content text,
  primary key (project_no, referral)
) strict, without rowid;

create table seats (
  project_no integer not null,
  seat integer not null,
  uses integer not null,
  device integer,
  screen_w integer,
  screen_h integer,
  language text,
  country text,
  primary key (project_no, seat)
) strict, without rowid;

create table session_rows (
  project_no integer not null,
  session integer not null,
  part integer not null check (part >= 0),
  client_id text not null,
  visitor text not null,
  user_id text,
  -- JSON [when its user was named, whose the traits are, when they were told, traits], or null when all of them are
  named text,
  started_at_ms integer not null,
  duration_ms integer not null check (duration_ms >= 0),
  -- Times since the start.
  told_after_ms integer,
  events integer not null,
  pageviews integer not null,
  clicks integer not null,
  moves integer not null,
  scrolls integer not null,
  inputs integer not null,
  customs integer not null,
  errors integer not null,
  rage integer not null,
  dead integer not null,
  error_clicks integer not null,
  quick_backs integer not null,
  max_scroll_pct real,
  entry_page integer,
  entry_after_ms integer,
  entry_id text,
  -- Null where it is the entry's; page 0 stands for no exit.
  exit_page integer,
  exit_after_ms integer,
  exit_id text,
  agent integer not null,
  -- Null when there is nothing to say.
  referral integer,
  seat integer,
  is_bot integer not null check (is_bot in (0, 1)),
  primary key (project_no, session, part)
) strict, without rowid;

-- Numbers below 0 are given here only, so that those that are given later (apply-store-session-words.ts) are free.
create temp table told_agents (
  project_no integer,
  words text,
  rate real,
  move_rate real,
  uses integer,
  number integer,
  primary key (project_no, words, rate, move_rate)
) without rowid;
create temp table told_referrals (
  project_no integer, words text, uses integer, number integer, primary key (project_no, words)
) without rowid;
create temp table told_seats (
  project_no integer, words text, uses integer, number integer, primary key (project_no, words)
) without rowid;

insert into told_agents (project_no, words, rate, move_rate, uses)
select
  project_no,
  json_array(browser, browser_version, os, user_agent, platform, app_name, app_version, app_env, sdk),
  rate, move_rate, 1
from sessions
where true
on conflict do update set uses = uses + 1;

insert into told_referrals (project_no, words, uses)
select
  project_no,
  json_array(referrer, source, medium, utm_source, utm_medium, utm_campaign, utm_term, utm_content),
  1
from sessions
where coalesce(referrer, source, medium, utm_source, utm_medium, utm_campaign, utm_term, utm_content) is not null
on conflict do update set uses = uses + 1;

insert into told_seats (project_no, words, uses)
select project_no, json_array(device, screen_w, screen_h, language, country), 1
from sessions
where coalesce(device, screen_w, screen_h, language, country) is not null
on conflict do update set uses = uses + 1;

update told_agents as own set number = found.number
from (
  select
    project_no, words, rate, move_rate,
    -row_number() over (partition by project_no order by uses desc, words, rate, move_rate) as number
  from told_agents
) as found
where found.project_no = own.project_no
  and found.words = own.words
  and found.rate = own.rate
  and found.move_rate = own.move_rate;

update told_referrals as own set number = found.number
from (
  select project_no, words, -row_number() over (partition by project_no order by uses desc, words) as number
  from told_referrals
) as found
where found.project_no = own.project_no and found.words = own.words;

update told_seats as own set number = found.number
from (
  select project_no, words, -row_number() over (partition by project_no order by uses desc, words) as number
  from told_seats
) as found
where found.project_no = own.project_no and found.words = own.words;

insert into agents (
  project_no, agent, uses, browser, browser_version, os, user_agent, platform, app_name, app_version, app_env, sdk,
  rate, move_rate
)
select
  project_no, number, uses, words ->> 0, words ->> 1, words ->> 2, words ->> 3, words ->> 4, words ->> 5, words ->> 6,
  words ->> 7, words ->> 8, rate, move_rate
from told_agents;

insert into referrals (
  project_no, referral, uses, referrer, source, medium, utm_source, utm_medium, utm_campaign, utm_term, utm_content
)
select
  project_no, number, uses, words ->> 0, words ->> 1, words ->> 2, words ->> 3, words ->> 4, words ->> 5, words ->> 6,
  words ->> 7
from told_referrals;

insert into seats (project_no, seat, uses, device, screen_w, screen_h, language, country)
select project_no, number, uses, words ->> 0, words ->> 1, words ->> 2, words ->> 3, words ->> 4
from told_seats;

insert into session_rows (
  project_no, session, part, client_id, visitor, user_id, named, started_at_ms, duration_ms, told_after_ms,
  events, pageviews, clicks, moves, scrolls, inputs, customs, errors, rage, dead, error_clicks, quick_backs,
  max_scroll_pct, entry_page, entry_after_ms, entry_id, exit_page, exit_after_ms, exit_id,
  agent, referral, seat, is_bot
)
select
  s.project_no, s.session, s.part, s.client_id, s.visitor, s.user_id,
  case
    when coalesce(s.user_at_ms, s.traits_user_id, s.traits_at_ms, s.traits) is not null
    then json_array(s.user_at_ms, s.traits_user_id, s.traits_at_ms, json(s.traits))
  end,
  s.started_at_ms, s.ended_at_ms - s.started_at_ms, s.told_at_ms - s.started_at_ms,
  s.events, s.pageviews, s.clicks, s.moves, s.scrolls, s.inputs, s.customs, s.errors, s.rage, s.dead, s.error_clicks,
  s.quick_backs, s.max_scroll_pct,
  s.entry_page, s.entry_at_ms - s.started_at_ms, s.entry_id,
  case
    when s.exit_page is null and s.entry_page is not null then 0
    when s.exit_page is s.entry_page and s.exit_at_ms is s.entry_at_ms and s.exit_id is s.entry_id then null
    else s.exit_page
  end,
  case
    when s.exit_page is s.entry_page and s.exit_at_ms is s.entry_at_ms and s.exit_id is s.entry_id then null
    else s.exit_at_ms - s.started_at_ms
  end,
  case
    when s.exit_page is s.entry_page and s.exit_at_ms is s.entry_at_ms and s.exit_id is s.entry_id then null
    else s.exit_id
  end,
  a.number, f.number, p.number, s.is_bot
from sessions s
left join told_agents a
  on a.project_no = s.project_no
  and a.words = json_array(
    s.browser, s.browser_version, s.os, s.user_agent, s.platform, s.app_name, s.app_version, s.app_env, s.sdk
  )
  and a.rate = s.rate
  and a.move_rate = s.move_rate
left join told_referrals f
  on f.project_no = s.project_no
  and f.words = json_array(
    s.referrer, s.source, s.medium, s.utm_source, s.utm_medium, s.utm_campaign, s.utm_term, s.utm_content
  )
left join told_seats p
  on p.project_no = s.project_no
  and p.words = json_array(s.device, s.screen_w, s.screen_h, s.language, s.country)
order by s.project_no, s.session, s.part;

drop table told_agents;
drop table told_referrals;
drop table told_seats;
drop table sessions;
create index sessions_by_start on session_rows (project_no, started_at_ms, session, part, is_bot);

-- Each word is looked up only where it is asked for. Who reads whole rows joins: storage/sqlite/session-words.ts.
create view sessions as
select
  project_no, session, part, client_id, visitor, user_id,
  named ->> 3 as traits,
  started_at_ms,
  started_at_ms + duration_ms as ended_at_ms,
  events, pageviews, clicks, moves, scrolls, inputs, customs, errors, rage, dead,
  max_scroll_pct,
  entry_page,
  started_at_ms + entry_after_ms as entry_at_ms,
  entry_id,
  nullif(coalesce(exit_page, entry_page), 0) as exit_page,
  started_at_ms + iif(exit_page is null, entry_after_ms, exit_after_ms) as exit_at_ms,
  iif(exit_page is null, entry_id, exit_id) as exit_id,
  (select referrer from referrals f where f.project_no = r.project_no and f.referral = r.referral) as referrer,
  (select source from referrals f where f.project_no = r.project_no and f.referral = r.referral) as source,
  (select medium from referrals f where f.project_no = r.project_no and f.referral = r.referral) as medium,
  (select utm_source from referrals f where f.project_no = r.project_no and f.referral = r.referral) as utm_source,
  (select utm_medium from referrals f where f.project_no = r.project_no and f.referral = r.referral) as utm_medium,
  (select utm_campaign from referrals f where f.project_no = r.project_no and f.referral = r.referral) as utm_campaign,
  (select utm_term from referrals f where f.project_no = r.project_no and f.referral = r.referral) as utm_term,
  (select utm_content from referrals f where f.project_no = r.project_no and f.referral = r.referral) as utm_content,
  (select device from seats p where p.project_no = r.project_no and p.seat = r.seat) as device,
  (select browser from agents a where a.project_no = r.project_no and a.agent = r.agent) as browser,
  (select browser_version from agents a where a.project_no = r.project_no and a.agent = r.agent) as browser_version,
  (select os from agents a where a.project_no = r.project_no and a.agent = r.agent) as os,
  (select user_agent from agents a where a.project_no = r.project_no and a.agent = r.agent) as user_agent,
  (select platform from agents a where a.project_no = r.project_no and a.agent = r.agent) as platform,
  (select language from seats p where p.project_no = r.project_no and p.seat = r.seat) as language,
  (select country from seats p where p.project_no = r.project_no and p.seat = r.seat) as country,
  (select screen_w from seats p where p.project_no = r.project_no and p.seat = r.seat) as screen_w,
  (select screen_h from seats p where p.project_no = r.project_no and p.seat = r.seat) as screen_h,
  (select app_name from agents a where a.project_no = r.project_no and a.agent = r.agent) as app_name,
  (select app_version from agents a where a.project_no = r.project_no and a.agent = r.agent) as app_version,
  (select app_env from agents a where a.project_no = r.project_no and a.agent = r.agent) as app_env,
  (select sdk from agents a where a.project_no = r.project_no and a.agent = r.agent) as sdk,
  (select rate from agents a where a.project_no = r.project_no and a.agent = r.agent) as rate,
  (select move_rate from agents a where a.project_no = r.project_no and a.agent = r.agent) as move_rate,
  is_bot,
  error_clicks, quick_backs,
  named ->> 0 as user_at_ms,
  named ->> 1 as traits_user_id,
  named ->> 2 as traits_at_ms,
  started_at_ms + told_after_ms as told_at_ms
from session_rows r;

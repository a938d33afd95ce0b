// What the sessions pages ask: lists in every order, one filter of each kind, one session and what stands around it.

/** Name and path of each, below a project; all over 30 days. */
export function sessionQuestions(
  session: { id: string; visitor: string },
  element: string,
): [string, string][] {
  const list = 'sessions?period=30d';
  const filters: [string, string][] = [
    ['text: browser is Firefox', 'browser:is:Firefox'],
    ['text: entry contains item-1', 'entry:contains:item-1'],
    ['choice: new visitors', 'visitor_type:is:new'],
    ['number: 2 minutes or more', 'duration:min:120'],
    ['number: rage clicks', 'rage:min:1'],
    ['number: friction 20 or more', 'friction:min:20'],
    ['fact: page visited', 'page:is:/item-7'],
    ['fact: page not visited', 'page:is_not:/item-0'],
    ['fact: pages by pattern', 'page:glob:/item-1*'],
    ['fact: event done', 'event:is:purchase'],
    ['fact: event not done', 'event:is_not:purchase'],
    ['fact: property', 'prop.plan:is:pro'],
    ['fact: property of size', 'prop.seats:min:3'],
    ['fact: event value', 'value:min:100'],
    ['fact: element clicked', `element:is:${element}`],
  ];
  return [
    ['sessions, first page', list],
    ['sessions, most friction', `${list}&sort=friction`],
    ['sessions, longest', `${list}&sort=longest`],
    ['sessions, searched', `${list}&search=item-19`],
    ...filters.map(([name, filter]): [string, string] => [
      name,
      `${list}&filter=${encodeURIComponent(filter)}`,
    ]),
    ['journey', `sessions/${session.id}`],
    ['neighbours', `sessions/${session.id}/neighbours?period=30d`],
    ['similar', `sessions/${session.id}/similar?period=30d`],
    ['values of a text', 'values?period=30d&dimension=browser'],
    ['values of pages', 'values?period=30d&dimension=page'],
    ['overview, page visited', 'overview?period=30d&filter=page:is:/item-7'],
  ];
}

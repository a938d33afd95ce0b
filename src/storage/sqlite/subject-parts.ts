// Which session parts are a person's: the same condition for what is forgotten and for what is told to be stored.

/** On `sessions s`, with $subject. */
export const PARTS_OF_VISITOR = 's.visitor = $subject';

/**
 * On `sessions s`, with $projectNo and $subject: sessions that bear the user, and those without a user of browsers whose
 * kept id (`c:`) was seen with this user and with no other. A hash of the day may be several people's, so it is not enough.
 */
export const PARTS_OF_USER = `(
  s.user_id = $subject
  or (s.user_id is null and s.visitor glob 'c:*' and s.visitor in (
    select visitor from sessions
    where project_no = $projectNo and user_id is not null
    group by visitor
    having min(user_id) = $subject and max(user_id) = $subject
  ))
)`;

// Alerts of a project. They are looked at by a job; what a webhook receives is contract/alerts.ts.

import { keyIn } from '../key-in.ts';
import { route } from '../route.ts';
import { alertBody, alertChangeBody, alertMade, alertPage, alertTest, alertView } from '../schema/alerts.ts';
import { wholeList } from '../whole-list.ts';

const tag = 'Alerts';
const edit = { project: 'edit' } as const;
const LIST = '/api/v1/projects/:id/alerts';
const ONE = `${LIST}/:alertId`;

const keyOf = keyIn('alertId');

export const alertRoutes = [
  route({
    method: 'GET',
    path: LIST,
    access: edit,
    tag,
    summary: 'Alerts of the project, by name, with what they told last',
    answer: alertPage,
    handle: async ({ rooms, project }) => {
      const items = await rooms.alerts.list(project.no);
      return wholeList(items);
    },
  }),
  route({
    method: 'POST',
    path: LIST,
    access: edit,
    tag,
    summary: 'Watch a number and tell a webhook; the secret that signs what is sent is shown once',
    body: alertBody,
    answer: alertMade,
    status: 201,
    handle: ({ rooms, project, body: { name, url, goal = null, filters = [], ...rest }, actor }) =>
      rooms.alerts.create({ projectNo: project.no, name, url, rule: { ...rest, goal, filters } }, actor),
  }),
  route({
    method: 'GET',
    path: ONE,
    access: edit,
    tag,
    summary: 'One alert',
    answer: alertView,
    handle: (call) => call.rooms.alerts.find(keyOf(call)),
  }),
  route({
    method: 'PATCH',
    path: ONE,
    access: edit,
    tag,
    summary: 'Rename, change, pause or resume an alert',
    body: alertChangeBody,
    answer: alertView,
    handle: (call) => call.rooms.alerts.update(keyOf(call), call.body, call.actor),
  }),
  route({
    method: 'DELETE',
    path: ONE,
    access: edit,
    tag,
    summary: 'Remove an alert; what it has yet to tell is not told',
    status: 204,
    handle: async (call) => {
      await call.rooms.alerts.remove(keyOf(call), call.actor);
      return undefined;
    },
  }),
  route({
    method: 'POST',
    path: `${ONE}/test`,
    access: edit,
    tag,
    summary: 'Send its webhook now, marked as a test, and say what became of it',
    answer: alertTest,
    handle: (call) => call.rooms.alerts.test(keyOf(call), call.actor),
  }),
];

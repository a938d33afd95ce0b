// The key of something that belongs to a project, from the address that names it.

type Call = { project: { no: number }; params: ReadonlyMap<string, string> };

/** Reads the parameter `name` of a path below a project; an unknown id is the room's to refuse. */
export function keyIn(name: string): (call: Call) => { projectNo: number; id: string } {
  return ({ project, params }) => ({ projectNo: project.no, id: params.get(name) ?? '' });
}

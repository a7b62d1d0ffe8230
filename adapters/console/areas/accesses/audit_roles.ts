// An auditor is nothing else: the service refuses a second role.
export const is_auditor = (roles: ReadonlySet<string>): boolean => roles.has("auditor");

// Who may have it proved (GET /v1/accesses/proof). An administrator who asked would stand in the record
// as refused, at each visit of the page.
export const may_prove = (roles: ReadonlySet<string>): boolean => roles.has("supervisor") || is_auditor(roles);

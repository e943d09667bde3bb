/** The engine's door: everything other packages may use of it, by name. */
export * from './terms/index.ts';
export { compileAuthorization } from './auth/authorization.ts';
export type { Authorizer } from './auth/authorization.ts';
export { reasonOf } from './call/answer.ts';
export { isByteSource } from './call/binary.ts';
export { describeCapabilities } from './call/capabilities.ts';
export type { Capabilities } from './call/capabilities.ts';
export { callCustom } from './call/custom.ts';
export type { Explanation } from './call/explain.ts';
export { createIntegrationPlan } from './call/integration-plan.ts';
export type { IntegrationPlan, MethodPlan } from './call/integration-plan.ts';
export { createMappingPlan } from './call/mapping-plan.ts';
export type { MappingPlan, ModelSet, ResourceModel } from './call/mapping-plan.ts';
export { describeMeta } from './call/meta.ts';
export type { MethodMeta } from './call/meta.ts';
export { callProxy } from './call/proxy.ts';
export { runCase } from './call/run-case.ts';
export type { CaseResult, CaseSubject } from './call/run-case.ts';
export type {
  CallAnswer,
  CallLimits,
  CustomCall,
  ProxyCall,
  SentRequest,
  Switches,
  UnifiedCall,
} from './call/types.ts';
export { callUnified } from './call/unified.ts';
export { decodeBody, encodeBody } from './codec/body.ts';
export { decodeJson } from './codec/json.ts';
export { documents } from './dsl/documents.ts';
export type { DocumentKind, DocumentOf } from './dsl/documents.ts';
export { formatFinding, hasErrors } from './dsl/finding.ts';
export type { Finding } from './dsl/finding.ts';
export { documentKinds, documentSchema } from './dsl/json-schema.ts';
export { languageVersion } from './dsl/language.ts';
export { lintDocument } from './dsl/lint/document.ts';
export { lintFolder } from './dsl/lint/folder.ts';
export type { LintedFolder } from './dsl/lint/folder.ts';
export { lintMapping } from './dsl/lint/mapping.ts';
export { lintModels } from './dsl/lint/models.ts';
export { lintOverride } from './dsl/lint/override.ts';
export type { LintedOverride, OverrideBase } from './dsl/lint/override.ts';
export { parseDocument, parseValue } from './dsl/parse.ts';
export { isSecretName, mask, redactContext, redactDocument } from './dsl/redact.ts';
export { configReference } from './dsl/reference/config.ts';
export { errorReference } from './dsl/reference/errors.ts';
export { functionReference } from './dsl/reference/functions.ts';
export { compileExpression } from './expression/expression.ts';
export type { Expression } from './expression/expression.ts';
export { compileTemplate, compileTemplateTree } from './expression/template.ts';
export type { Template, TemplateTree } from './expression/template.ts';
export type { Misfit } from './mapping/coerce.ts';
export { mergeLevels } from './resolve/levels.ts';
export { canonicalJson, fingerprint } from './values/fingerprint.ts';
export { deepFreeze } from './values/freeze.ts';
export { isPlainObject, mergeConfig, mergeResults } from './values/merge.ts';
export { compilePath, parsePath, readPath, withPath } from './values/path.ts';

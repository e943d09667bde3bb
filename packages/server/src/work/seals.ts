/** What each sealed column is bound to: a ciphertext moved to another row or column does not open. */
const about = (column: string) => (id: string) => `${column}/${id}`;

export const variableSeal = about('environment_variable.value');
export const environmentOverrideSeal = about('environment_integration.override');
export const credentialsSeal = about('integrated_account.credentials');
export const accountOverrideSeal = about('integrated_account.integration_override');

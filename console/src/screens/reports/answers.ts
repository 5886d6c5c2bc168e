/**
 * The answers that the report takes about the person reported, by the element of the authority's form that lacks them.
 * Elements not named here are filled from elsewhere (the entity, the events) and cannot be answered in the draft.
 */
const ANSWERS: Readonly<Record<string, string>> = {
  nombre: 'given',
  apellido_paterno: 'paternal',
  apellido_materno: 'maternal',
  denominacion_razon: 'legal_name',
  fecha_nacimiento: 'birth_date',
  fecha_constitucion: 'incorporated_on',
  rfc: 'rfc',
  curp: 'curp',
  pais_nacionalidad: 'nationality',
  actividad_economica: 'activity_code',
  giro_mercantil: 'activity_code',
  tipo_identificacion: 'document_type',
  numero_identificacion: 'document_number',
  clave_pais: 'phone_country',
  numero_telefono: 'phone',
  correo_electronico: 'email',
  clabe_interbancaria: 'clabe',
  cuenta_relacionada: 'account',
};

/** The name under which a missing element is answered; undefined where the draft cannot supply it. */
export function answerFor(path: string, valueAt: (path: string) => string | undefined): string | undefined {
  const steps = path.replace(/\[\d+\]$/, '').split('/');
  const element = steps.at(-1) ?? '';
  if (element === 'clave_institucion_financiera') {
    const clabe = valueAt([...steps.slice(0, -1), 'clabe_destino'].join('/')) ?? '';
    return clabe.length < 3 ? undefined : `institution_${clabe.slice(0, 3)}`;
  }
  const answer = ANSWERS[element];
  if (answer === undefined) return undefined;
  return path.includes('/representante_apoderado') ? `representative_${answer}` : answer;
}

import {
  any,
  choice,
  group,
  type Layout,
  once,
  optional,
  repeated,
  type TreeOf,
  text,
} from '../xml-layout.ts';

/**
 * The virtual-assets aviso of art. 17 fraction XVI LFPIORPI, format AVI, as SAT's portal takes it. Names and order are
 * the authority's; text formats are those of avi-formats.ts.
 */
const domicilio = choice({
  nacional: group({
    colonia: once(text('colonia')),
    calle: once(text('direccion')),
    numero_exterior: once(text('numero_exterior')),
    numero_interior: optional(text('numero_interior')),
    codigo_postal: once(text('codigo_postal')),
  }),
  extranjero: group({
    pais: once(text('pais')),
    estado_provincia: once(text('direccion')),
    ciudad_poblacion: once(text('direccion')),
    colonia: once(text('colonia')),
    calle: once(text('direccion')),
    numero_exterior: once(text('numero_exterior')),
    numero_interior: optional(text('numero_interior')),
    codigo_postal: once(text('codigo_postal_extranjero')),
  }),
});

const documento = group({
  tipo_identificacion: once(text('tipo_identificacion')),
  numero_identificacion: once(text('numero_identificacion')),
});

const nombres = {
  nombre: once(text('nombre')),
  apellido_paterno: once(text('nombre')),
  apellido_materno: once(text('nombre')),
};

const fisica = {
  ...nombres,
  fecha_nacimiento: optional(text('fecha')),
  rfc: optional(text('rfc_fisica')),
  curp: optional(text('curp')),
};

const representante = group({ ...fisica, documento_identificacion: once(documento) });

const moral = {
  denominacion_razon: once(text('denominacion')),
  fecha_constitucion: optional(text('fecha')),
  rfc: optional(text('rfc_moral')),
  pais_nacionalidad: once(text('pais')),
};

const fideicomiso = {
  denominacion_razon: once(text('denominacion')),
  rfc: optional(text('rfc_moral')),
  identificador_fideicomiso: optional(text('identificador_fideicomiso')),
};

const personaAviso = group({
  datos_cuenta_plataforma: once(
    group({
      id_usuario: once(text('id_usuario')),
      cuenta_relacionada: once(text('cuenta')),
      clabe_interbancaria: optional(text('clabe')),
      moneda_cuenta: once(text('moneda')),
    }),
  ),
  tipo_persona: once(
    choice({
      persona_fisica: group({
        ...fisica,
        pais_nacionalidad: once(text('pais')),
        actividad_economica: once(text('actividad')),
        documento_identificacion: once(documento),
      }),
      persona_moral: group({
        ...moral,
        giro_mercantil: once(text('actividad')),
        representante_apoderado: once(representante),
      }),
      fideicomiso: group({ ...fideicomiso, apoderado_delegado: once(representante) }),
    }),
  ),
  tipo_domicilio: optional(domicilio),
  telefono: optional(
    group({
      clave_pais: once(text('pais')),
      numero_telefono: once(text('telefono')),
      correo_electronico: once(text('correo')),
    }),
  ),
});

const duenoBeneficiario = group({
  tipo_persona: once(
    choice({
      persona_fisica: group({ ...fisica, pais_nacionalidad: once(text('pais')) }),
      persona_moral: group(moral),
      fideicomiso: group(fideicomiso),
    }),
  ),
});

const activoVirtual = group({
  activo_virtual_operado: once(text('activo')),
  descripcion_activo_virtual: optional(text('descripcion_activo')),
  tipo_cambio_mn: once(text('monto')),
  cantidad_activo_virtual: once(text('cantidad')),
});

const compraVenta = group({
  fecha_hora_operacion: once(text('fecha_hora')),
  moneda_operacion: once(text('moneda')),
  monto_operacion: once(text('monto')),
  activo_virtual: once(activoVirtual),
  hash_operacion: once(text('hash')),
});

const pata = group({ activo_virtual: once(activoVirtual), monto_operacion_mn: once(text('monto')) });

const intercambio = group({
  fecha_hora_operacion: once(text('fecha_hora')),
  activo_virtual_enviado: once(pata),
  activo_virtual_recibido: once(pata),
  hash_operacion: once(text('hash')),
});

const transferencia = group({
  fecha_hora_operacion: once(text('fecha_hora')),
  monto_operacion_mn: once(text('monto')),
  activo_virtual: once(activoVirtual),
  hash_operacion: once(text('hash')),
});

const personaCuenta = group({
  tipo_persona: once(
    choice({
      persona_fisica: group(nombres),
      persona_moral: group({ denominacion_razon: once(text('denominacion')) }),
    }),
  ),
  nacionalidad_cuenta: once(
    choice({
      nacional: group({
        clabe_destino: once(text('clabe')),
        clave_institucion_financiera: once(text('institucion')),
      }),
      extranjero: group({
        numero_cuenta: once(text('numero_cuenta')),
        nombre_banco: once(text('nombre_banco')),
      }),
    }),
  ),
});

const fondos = {
  fecha_hora_operacion: once(text('fecha_hora')),
  instrumento_monetario: once(text('instrumento')),
  moneda_operacion: once(text('moneda')),
  monto_operacion: once(text('monto')),
};
const retiro = group({ ...fondos, datos_beneficiario: once(personaCuenta) });
const deposito = group({ ...fondos, datos_ordenante: once(personaCuenta) });

const detalleOperaciones = group({
  operaciones_compra: optional(group({ compra: repeated(compraVenta) })),
  operaciones_venta: optional(group({ venta: repeated(compraVenta) })),
  operaciones_intercambio: optional(group({ intercambio: repeated(intercambio) })),
  operaciones_transferencia: optional(
    group({
      transferencias_enviadas: optional(group({ envio: repeated(transferencia) })),
      transferencias_recibidas: optional(group({ recepcion: repeated(transferencia) })),
    }),
  ),
  operaciones_fondos: optional(
    group({
      fondos_retirados: optional(group({ retiro: repeated(retiro) })),
      fondos_depositados: optional(group({ deposito: repeated(deposito) })),
    }),
  ),
});

const sujetoObligado = group({
  clave_entidad_colegiada: optional(text('clave_entidad_colegiada')),
  clave_sujeto_obligado: once(text('clave_sujeto_obligado')),
  clave_actividad: once(text('clave_actividad')),
  exento: optional(text('exento')),
  dominio_plataforma: once(text('dominio')),
});

const aviso = group({
  referencia_aviso: once(text('referencia')),
  prioridad: once(text('prioridad')),
  modificatorio: optional(
    group({
      folio_modificacion: once(text('folio')),
      descripcion_modificacion: once(text('descripcion')),
    }),
  ),
  alerta: once(
    group({ tipo_alerta: once(text('tipo_alerta')), descripcion_alerta: optional(text('descripcion')) }),
  ),
  operaciones_persona: once(
    group({
      persona_aviso: once(personaAviso),
      dueno_beneficiario: any(duenoBeneficiario),
      detalle_operaciones: once(detalleOperaciones),
    }),
  ),
});

const informe = group({
  mes_reportado: once(text('mes')),
  sujeto_obligado: once(sujetoObligado),
  aviso: any(aviso),
});

const archivo = group({ informe: repeated(informe) });

export const AVI_LAYOUT: Layout<typeof archivo> = {
  root: 'archivo',
  namespace: 'http://www.uif.shcp.gob.mx/recepcion/avi',
  shape: archivo,
};

export type Archivo = TreeOf<typeof archivo>;
export type Informe = TreeOf<typeof informe>;
export type SujetoObligado = TreeOf<typeof sujetoObligado>;
export type Aviso = TreeOf<typeof aviso>;
export type PersonaAviso = TreeOf<typeof personaAviso>;
export type TipoPersona = PersonaAviso['tipo_persona'];
export type DuenoBeneficiario = TreeOf<typeof duenoBeneficiario>;
export type Representante = TreeOf<typeof representante>;
export type Nombres = {
  readonly nombre: string;
  readonly apellido_paterno: string;
  readonly apellido_materno: string;
};
export type Domicilio = TreeOf<typeof domicilio>;
export type Telefono = NonNullable<PersonaAviso['telefono']>;
export type ActivoVirtual = TreeOf<typeof activoVirtual>;
export type CompraVenta = TreeOf<typeof compraVenta>;
export type Intercambio = TreeOf<typeof intercambio>;
export type Transferencia = TreeOf<typeof transferencia>;
export type PersonaCuenta = TreeOf<typeof personaCuenta>;
export type Deposito = TreeOf<typeof deposito>;
export type DetalleOperaciones = TreeOf<typeof detalleOperaciones>;

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Catalogues, parseCatalogues } from '../catalogues.ts';
import { type AviPack, loadAviPack } from '../mx-avi/avi-pack.ts';

const MX = join(import.meta.dirname, '../../../../../../content/jurisdictions/mx');

export const contentText = (file: string): string => readFileSync(join(MX, file), 'utf8');

/** The pack as it is shipped. */
export const shippedPack = (): AviPack =>
  loadAviPack({
    rules: contentText('avi-rules.yaml'),
    parameters: contentText('parameters.yaml'),
    labels: contentText('avi-labels.yaml'),
  });

const FICTITIOUS = `catalogue,code,description,symbol,valid_from,valid_to,source
tipo_alerta,100,no alert,none,2020-01-01,,fiction
tipo_alerta,4901,first alert,,2020-01-01,,fiction
tipo_alerta,4902,second alert,,2020-01-01,,fiction
tipo_alerta,4903,withdrawn alert,,2020-01-01,2024-12-31,fiction
tipo_alerta,9999,other,other,2020-01-01,,fiction
moneda,1,peso,MXN,2020-01-01,,fiction
moneda,2,dollar,USD,2020-01-01,,fiction
activo_virtual,1001,bitcoin,BTC,2020-01-01,,fiction
activo_virtual,1002,ether,ETH,2020-01-01,,fiction
activo_virtual,1777,tether,USDT,2020-01-01,,fiction
activo_virtual,1888,solana,SOL,2020-01-01,,fiction
activo_virtual,999999,other,other,2020-01-01,,fiction
instrumento_monetario,1,cash,cash,2020-01-01,,fiction
instrumento_monetario,4,bank transfer,bank_transfer,2020-01-01,,fiction
actividad_economica,1111111,first activity,,2020-01-01,,fiction
actividad_economica,2222222,second activity,,2020-01-01,,fiction
giro_mercantil,3333333,first business,,2020-01-01,,fiction
tipo_identificacion,1,voter card,ine,2020-01-01,,fiction
tipo_identificacion,2,passport,passport,2020-01-01,,fiction
institucion_financiera,901,first bank,901,2020-01-01,,fiction
institucion_financiera,902,second bank,902,2020-01-01,,fiction
`;

/** Catalogues of codes made up for tests. */
export const fictitiousCatalogues = (): Catalogues => parseCatalogues(FICTITIOUS);

/** A schema in the aviso's namespace whose only element has the given type; `note` makes another file of it. */
export const xsdOf = (type: string, note = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.uif.shcp.gob.mx/recepcion/avi" elementFormDefault="qualified">
  <!-- ${note} --><xs:element name="archivo" type="${type}"/>
</xs:schema>`;

/** A schema in the aviso's namespace that lets every element pass. */
export const openXsd = `<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="http://www.uif.shcp.gob.mx/recepcion/avi" elementFormDefault="qualified">
  <xs:element name="archivo"><xs:complexType><xs:sequence>
    <xs:any processContents="skip" maxOccurs="unbounded"/>
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>`;

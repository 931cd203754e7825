/**
 * A client's key and certificate (`CN=Ada`, self-signed, valid for a hundred years) as a PFX file, which Node can read and
 * not write. Nothing outside the tests trusts it.
 */

/** What opens it. */
export const pfxPassphrase = 'correct horse';

/** The bytes of the file. */
export const clientPfx: Uint8Array = Buffer.from(
  [
    'MIIEHAIBAzCCA9IGCSqGSIb3DQEHAaCCA8MEggO/MIIDuzCCAnIGCSqGSIb3DQEHBqCCAmMwggJfAgEAMIICWAYJKoZIhvcNAQcB',
    'MFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAiKpRUM3BBcNwICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEECK0',
    'zxN5FMvTDbjGllTtSxGAggHwdFZdcFRfnmJU/nI/iXQhEfxaA8jCDm+PUtjYNFkHptQe/CNYtKgfA49VfGHaaQi7LMy7LahgiYq+',
    '+CRAcV4726apRduVjs/pL7QIruKhKUl3VyOoxd4V05uTbajlDO6inefVyCDmbcNfhVyF8eq1h8+8bqg7m5EnFcRhjSzrEpohLVzL',
    '/vhhpamt3PVNInosWiexEnlCoCwcDujI1pwiJUpHlY1QMniaTsB8vVYP1LrMfJLfiKnWjN0eC1qbuQe/YAHteZ522QyMUN6rO+M7',
    'jg4zJ4qkSsezt+UrdplgjV0ZqUKiyC4PvMERjGLC5C9vJeIuibqzwdPVvsLe6ixhv1MIqfYNn89ooAcKXoDj1FVwEC//TV8+2eyH',
    'Sm7KDytQHcvyDU5rodlWtMJSZQZJfO5yMSGkofATF2sy1dZvANSOYHVrD/i1cabjuNaDQGQKRZlvKoPh89X0YAyeGDhFSNLDHz3l',
    'HvQSirfHWsqPUNquhDUR0py1yGXpEbnh15k9OyNpXbSMr5cPPRB/fAodcOTyUFm7ezAwS32QiEo+IOlZQRVa0D5ntQ++Ffk9l9p8',
    'ZlkU6mCSvJgzaRAmjXWAm1Q+wFBPjdJl6DIh/z0u7uP2D+z/3tGOXrxgRgupgYKlNnjEo9tqX9MWi/iIieZPlzCCAUEGCSqGSIb3',
    'DQEHAaCCATIEggEuMIIBKjCCASYGCyqGSIb3DQEMCgECoIHvMIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAioDFFn',
    'qN+2ugICCAAwDAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEELo/lT1U5ALIBNmVLsUZ234EgZAdr8oCA89mFk4pb5NPjdwkLz4S',
    'nNWfKdYNisJKMGse16OtZpegFFlsieMJ90bRpnMoDx17uIir3qP8slDt0UChEba0JpRIuxyIUkXJndOCOus9p1XdnAr4+qPGF2/y',
    'JOvjx7jFE5vCgMQl7fw80j+upYdZHNDqB15Ze8Q73t6ldrI6WwMng3aRnRY0Rp/E804xJTAjBgkqhkiG9w0BCRUxFgQUmAE30Uh7',
    'CvmbA/zvFyJ/WUDfUBYwQTAxMA0GCWCGSAFlAwQCAQUABCA71pIvGSuADD3mmylrk4MjF6hXsg3jXM1/y7Fce9oIpAQIn8PgJV9i',
    'Rc8CAggA',
  ].join(''),
  'base64',
);

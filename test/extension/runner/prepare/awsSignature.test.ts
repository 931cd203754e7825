import { describe, expect, it } from 'vitest';
import { Request, streamOf } from '../../../../src/extension/http/index.ts';
import type { RequestOptions } from '../../../../src/extension/http/index.ts';
import { awsSignature, type AwsCredentials } from '../../../../src/extension/runner/prepare/awsSignature.ts';

const example: AwsCredentials = {
  accessKey: 'AKIDEXAMPLE',
  secretKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  token: undefined,
  region: 'us-east-1',
  service: 'service',
};

/** The headers of a request signed at a time such as `2015-08-30T12:36:00Z`. */
function signedHeaders(
  url: string,
  credentials: AwsCredentials,
  options: RequestOptions & { time?: string } = {},
) {
  const { time = '2015-08-30T12:36:00Z', ...rest } = options;
  const auth = awsSignature(credentials, () => Date.parse(time));
  return new Request('GET', url, { ...rest, auth }).prepare().headers;
}

describe('a signature for AWS', () => {
  it('is the one of the published suite', () => {
    expect(signedHeaders('https://example.amazonaws.com/', example).get('Authorization')).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ' +
        'SignedHeaders=host;x-amz-date, ' +
        'Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    );
  });

  it('orders the query by name', () => {
    const ordered = signedHeaders('https://example.amazonaws.com/?Param1=value1&Param2=value2', example);
    const other = signedHeaders('https://example.amazonaws.com/?Param2=value2&Param1=value1', example);
    expect(other.get('Authorization')).toBe(ordered.get('Authorization'));
    expect(other.get('Authorization')).toContain(
      'Signature=b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    );
  });

  it('covers the payload and the range for S3, whose host names service and region', () => {
    const headers = signedHeaders(
      'https://examplebucket.s3.amazonaws.com/test.txt',
      {
        accessKey: 'AKIAIOSFODNN7EXAMPLE',
        secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
        token: undefined,
        region: undefined,
        service: undefined,
      },
      { headers: { Range: 'bytes=0-9' }, time: '2013-05-24T00:00:00Z' },
    );
    expect(headers.get('Authorization')).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, ' +
        'SignedHeaders=host;range;x-amz-content-sha256;x-amz-date, ' +
        'Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    );
    expect(headers.get('X-Amz-Content-Sha256')).toMatch(/^e3b0c442/);
  });

  it('takes service and region from the host, and the token along', () => {
    const headers = signedHeaders('https://sqs.eu-west-1.amazonaws.com/1/queue', {
      ...example,
      token: 'temporary',
      region: undefined,
      service: undefined,
    });
    expect(headers.get('Authorization')).toContain('/eu-west-1/sqs/aws4_request');
    expect(headers.get('Authorization')).toContain('SignedHeaders=host;x-amz-date;x-amz-security-token,');
    expect(headers.get('X-Amz-Security-Token')).toBe('temporary');
  });

  it('leaves a stream unsigned and says so', () => {
    async function* bytes(): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(Buffer.from('x'));
    }
    const headers = signedHeaders('https://example.amazonaws.com/', example, { data: streamOf(bytes()) });
    expect(headers.get('X-Amz-Content-Sha256')).toBe('UNSIGNED-PAYLOAD');
  });
});

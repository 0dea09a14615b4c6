using Amazon.S3;
using Amazon.S3.Model;

namespace StateGen.S3;

/// <summary>Reads an object. A download that breaks is continued where it broke, as long as the object is the same.</summary>
internal sealed class ObjectStream : Stream
{
    private const int MostBreaks = 5;
    private readonly S3Bucket _bucket;
    private readonly string _path;
    private readonly string _key;
    private GetObjectResponse _response;
    private readonly long _length;
    private long _position;
    private int _breaks;

    private ObjectStream(S3Bucket bucket, string path, string key, GetObjectResponse response)
    {
        _bucket = bucket;
        _path = path;
        _key = key;
        _response = response;
        _length = response.ContentLength;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <summary>Opens an object; null when there is none.</summary>
    public static async Task<Stream?> TryOpenAsync(S3Bucket bucket, string path, string key, CancellationToken cancellationToken)
    {
        try
        {
            return new ObjectStream(bucket, path, key, await bucket.Client.GetObjectAsync(bucket.Name, key, cancellationToken).ConfigureAwait(false));
        }
        catch (AmazonS3Exception exception) when (S3Bucket.IsMissingObject(exception))
        {
            return null;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            try
            {
                var read = await _response.ResponseStream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                if (read == 0 && _position < _length && !buffer.IsEmpty)
                    throw new EndOfStreamException($"The download ended after {_position} of {_length} bytes.");
                _position += read;
                return read;
            }
            catch (Exception exception) when (S3Bucket.IsFailure(exception, cancellationToken))
            {
                if (++_breaks > MostBreaks)
                    throw _bucket.Failure("read", _path, exception);
            }

            await ContinueAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _response.Dispose();
        base.Dispose(disposing);
    }

    private async Task ContinueAsync(CancellationToken cancellationToken)
    {
        await S3Bucket.PauseAsync(_breaks, cancellationToken).ConfigureAwait(false);
        var request = new GetObjectRequest
        {
            BucketName = _bucket.Name, Key = _key, EtagToMatch = _response.ETag, ByteRange = new ByteRange(_position, _length - 1),
        };
        var next = await _bucket.GuardAsync("read", _path, token => _bucket.Client.GetObjectAsync(request, token), cancellationToken).ConfigureAwait(false);
        _response.Dispose();
        _response = next;
    }
}

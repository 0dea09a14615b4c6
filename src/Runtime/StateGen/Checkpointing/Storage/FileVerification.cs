using System.Buffers;
using System.Globalization;
using StateGen.Checkpoints;

namespace StateGen.Checkpointing.Storage;

/// <summary>Compares the content of a file with its length and checksum in the manifest.</summary>
internal static class FileVerification
{
    private const int BufferSize = 128 * 1024;

    public static async Task VerifyAsync(CheckpointFile expected, Stream content, CancellationToken cancellationToken)
    {
        var (length, checksum) = await MeasureAsync(content, cancellationToken).ConfigureAwait(false);
        if (length != expected.Length)
            throw new CheckpointDamagedException(expected.Path, Bytes(expected.Length), Bytes(length));
        if (checksum != expected.Checksum)
            throw new CheckpointDamagedException(expected.Path, $"the checksum {expected.Checksum}", $"{checksum}");
    }

    private static async Task<(long Length, Crc32C Checksum)> MeasureAsync(Stream content, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            long length = 0;
            var checksum = default(Crc32C);
            for (int read; (read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0; length += read)
                checksum = checksum.Append(buffer.AsSpan(0, read));
            return (length, checksum);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string Bytes(long length) => string.Create(CultureInfo.InvariantCulture, $"{length:N0} bytes");
}

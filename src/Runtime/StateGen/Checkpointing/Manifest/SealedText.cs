using System.Text;
using StateGen.Checkpoints;

namespace StateGen.Checkpointing.Manifest;

// content "\n" "crc32c=" 8 lower-case hexadecimal digits "\n"
// The checksum covers the content and its line end. The seal is compared as bytes, so that no other spelling of it passes.

/// <summary>Text that protects itself: its last line is the checksum of everything before.</summary>
internal static class SealedText
{
    private const string Label = "crc32c=";
    private const int SealLength = 7 + Crc32C.TextLength + 1;

    /// <summary>Appends the seal.</summary>
    public static byte[] Seal(ReadOnlySpan<byte> content)
    {
        byte[] body = [.. content, (byte)'\n'];
        return [.. body, .. SealOf(body)];
    }

    /// <summary>Checks the seal and takes it off.</summary>
    /// <exception cref="CheckpointDamagedException">The text was altered or truncated.</exception>
    public static ReadOnlyMemory<byte> Open(string file, ReadOnlyMemory<byte> text)
    {
        var bodyLength = Math.Max(0, text.Length - SealLength);
        var body = text[..bodyLength];
        var found = text.Span[bodyLength..];
        var expected = SealOf(body.Span);
        if (!found.SequenceEqual(expected))
            throw new CheckpointDamagedException(file, Describe(expected), Describe(found));
        return body;
    }

    private static byte[] SealOf(ReadOnlySpan<byte> body) => Encoding.ASCII.GetBytes($"{Label}{Crc32C.Of(body)}\n");

    private static string Describe(ReadOnlySpan<byte> seal) => $"the last line '{Encoding.ASCII.GetString(seal).TrimEnd('\n')}'";
}

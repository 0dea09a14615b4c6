using System.Buffers;

namespace StateGen.Formats.Values;

/// <summary>Grows a writer's buffer from the caller's memory into arrays of the shared pool. The writer owns the array.</summary>
internal static class PooledBuffer
{
    private const int SmallestLength = 256;

    /// <summary>Moves the written bytes into a larger pooled array and returns the previous array to the pool.</summary>
    /// <param name="written">The bytes written so far.</param>
    /// <param name="needed">The number of bytes that must fit behind the written ones.</param>
    /// <param name="rented">The writer's array, if it has one; replaced with the larger array.</param>
    public static Span<byte> Grow(scoped ReadOnlySpan<byte> written, int needed, scoped ref byte[]? rented)
    {
        var required = Math.Max(SmallestLength, (long)written.Length + needed);
        if (required > Array.MaxLength)
            throw new StateSizeException(required, StateLimits.LargestValue);
        var length = Math.Max(required, Math.Min(written.Length * 2L, Array.MaxLength));
        var larger = ArrayPool<byte>.Shared.Rent((int)length);
        written.CopyTo(larger);
        Return(rented);
        rented = larger;
        return larger;
    }

    public static void Return(byte[]? rented)
    {
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
    }
}

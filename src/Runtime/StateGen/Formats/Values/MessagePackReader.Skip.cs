using StateGen.Formats.Values;

namespace StateGen.Serialization;

public ref partial struct MessagePackReader
{
    /// <summary>Skips one value with everything inside it. Takes constant stack space, and time linear in the number of bytes skipped.</summary>
    /// <exception cref="SerializationFormatException">The bytes are truncated, or the next byte does not begin a value.</exception>
    public void Skip()
    {
        // Every value takes at least one byte, so truncation is found as soon as more values are outstanding than bytes are left.
        for (var outstanding = 1L; outstanding > 0; outstanding--)
        {
            outstanding += SkipHeaderAndContent();
            if (outstanding - 1 > Remaining)
                SerializationFormatException.ThrowTruncated(_position, outstanding - 1, Remaining);
        }
    }

    // Returns the number of values directly inside the one whose header was skipped.
    private long SkipHeaderAndContent()
    {
        var code = Take(sizeof(byte));
        return code switch
        {
            <= FormatCode.LargestPositiveFixInt or >= FormatCode.SmallestNegativeFixInt => 0,
            < FormatCode.FixArray => 2 * (code & FormatCode.LargestFixCollection),
            < FormatCode.FixString => code & FormatCode.LargestFixCollection,
            < FormatCode.Nil => SkipContent(code & FormatCode.LargestFixString),
            FormatCode.Nil or FormatCode.False or FormatCode.True => 0,
            FormatCode.Array16 => TakeUInt16(),
            FormatCode.Array32 => TakeUInt32(),
            FormatCode.Map16 => 2L * TakeUInt16(),
            FormatCode.Map32 => 2L * TakeUInt32(),
            _ => SkipContent(ContentLength(code)),
        };
    }

    private long ContentLength(byte code) => code switch
    {
        FormatCode.UInt8 or FormatCode.Int8 => sizeof(byte),
        FormatCode.UInt16 or FormatCode.Int16 => sizeof(ushort),
        FormatCode.UInt32 or FormatCode.Int32 or FormatCode.Float32 => sizeof(uint),
        FormatCode.UInt64 or FormatCode.Int64 or FormatCode.Float64 => sizeof(ulong),
        FormatCode.String8 or FormatCode.Binary8 => Take(sizeof(byte)),
        FormatCode.String16 or FormatCode.Binary16 => TakeUInt16(),
        FormatCode.String32 or FormatCode.Binary32 => TakeUInt32(),
        >= FormatCode.FixExtension1 and <= FormatCode.FixExtension16 => sizeof(sbyte) + (1 << (code - FormatCode.FixExtension1)),
        FormatCode.Extension8 => sizeof(sbyte) + Take(sizeof(byte)),
        FormatCode.Extension16 => sizeof(sbyte) + TakeUInt16(),
        FormatCode.Extension32 => sizeof(sbyte) + (long)TakeUInt32(),
        _ => throw Unexpected("a value", code),
    };

    private long SkipContent(long length)
    {
        _position += Fitting(length);
        return 0;
    }
}

public ref partial struct MessagePackReader
{
    /// <summary>Reads one value with everything inside it, without decoding it.</summary>
    /// <returns>The encoded bytes, as a slice of the reader's bytes.</returns>
    /// <exception cref="SerializationFormatException">The bytes are truncated, or the next byte does not begin a value.</exception>
    internal ReadOnlySpan<byte> ReadEncoded()
    {
        var start = _position;
        Skip();
        return _bytes[start.._position];
    }

    /// <summary>Moves to a position where the reader was before, or where a value ended.</summary>
    /// <param name="position">An earlier value of <see cref="Position"/>.</param>
    internal void Seek(int position) => _position = position;

    /// <summary>Reads a signed or unsigned integer.</summary>
    /// <exception cref="SerializationFormatException">The next value has another type, or the bytes are truncated.</exception>
    internal Int128 ReadInteger() => Remaining > 0 && _bytes[_position] == FormatCode.UInt64 ? ReadUInt64() : ReadInt64();
}

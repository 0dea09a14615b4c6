using StateGen.Formats.Values;

namespace StateGen.Serialization;

public ref partial struct MessagePackReader
{
    /// <summary>Reads one value with everything inside it, without decoding it.</summary>
    /// <returns>Its bytes, inside the reader's own.</returns>
    /// <exception cref="SerializationFormatException">The bytes are truncated, or no value begins with the byte that stands there.</exception>
    internal ReadOnlySpan<byte> ReadEncoded()
    {
        var start = _position;
        Skip();
        return _bytes[start.._position];
    }

    /// <summary>Goes to where the reader stood before, or to where a value ended.</summary>
    /// <param name="position">A position that was read.</param>
    internal void Seek(int position) => _position = position;

    /// <summary>Reads an integer, signed or not.</summary>
    /// <exception cref="SerializationFormatException">Another type stands there, or the bytes are truncated.</exception>
    internal Int128 ReadInteger() => Remaining > 0 && _bytes[_position] == FormatCode.UInt64 ? ReadUInt64() : ReadInt64();
}

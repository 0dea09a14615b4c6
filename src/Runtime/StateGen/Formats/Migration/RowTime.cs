using StateGen.Formats.Values;
using StateGen.Serialization;

namespace StateGen.Formats.Migration;

/// <summary>A write time of the current row.</summary>
/// <param name="Source">Its index among the stored write times; -1 when there is none.</param>
/// <param name="Value">The index of its value among the stored ones, which counts as written when its time to live came if it is there; -1 when it was never written.</param>
/// <param name="Beginning">When its time to live came, in milliseconds since the Unix epoch.</param>
/// <param name="Unset">How the value is stored when it was never set; null when that is nil.</param>
internal sealed record RowTime(int Source, int Value, long Beginning, byte[]? Unset)
{
    /// <summary>When a value without a stored write time counts as written.</summary>
    /// <param name="value">The stored value; nothing when there is none.</param>
    public long WrittenAt(scoped ReadOnlySpan<byte> value) =>
        value.IsEmpty || value[0] == FormatCode.Nil || (Unset is not null && value.SequenceEqual(Unset)) ? EntryHeader.NeverWritten : Beginning;
}

namespace StateGen.Engine.Exchange;

/// <summary>Where a record came from, for messages and dead letters.</summary>
/// <param name="Source">The split or file.</param>
/// <param name="Position">The line or offset within it, from 1.</param>
internal readonly record struct RecordOrigin(string? Source, long Position)
{
    public override string ToString() => $"{Source}:{Position}";
}

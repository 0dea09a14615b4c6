namespace StateGen.Engine.Exchange;

/// <summary>The key of records that are distributed in turn. It says nothing: only the hash decides, which <see cref="RoundRobin"/> gives out.</summary>
internal readonly record struct Turn
{
    public static Turn Of<T>(T value) => default;
}

/// <summary>
/// Gives records hashes in turn, one for each receiver. With as many key groups as receivers, an exchange by key group then distributes them evenly. Used
/// by one thread at a time.
/// </summary>
/// <param name="receivers">The number of receivers.</param>
/// <param name="first">The receiver of the first record, which should differ from that of other senders.</param>
internal sealed class RoundRobin(int receivers, int first) : IKeyPreparation<Turn>
{
    private int _next = first % receivers;

    public void Prepare(Span<Turn> keys, Span<ulong> hashes)
    {
        for (var index = 0; index < keys.Length; index++)
        {
            hashes[index] = (ulong)_next;
            _next = _next + 1 == receivers ? 0 : _next + 1;
        }
    }
}

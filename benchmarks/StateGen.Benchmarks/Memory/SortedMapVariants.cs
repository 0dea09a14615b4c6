namespace StateGen.Benchmarks.Memory;

/// <summary>The entries of the last thousand time units of each key: a put, the removal of what is too old, and the oldest.</summary>
[Operator("sorted-window")]
internal sealed partial class SortedWindow : KeyedOperator<long, long, long>
{
    public const long Length = 1_000;

    [State]
    private partial SortedMapState<long, long> Recent { get; }

    protected override void OnEvent(long value, OperatorContext<long> context)
    {
        Recent[value] = value;
        Recent.Before(value - Length).RemoveAll();
        if (Recent.First.Key > value)
            context.Emit(value);
    }
}

/// <summary>One large map: a put of a random key, and the next ten entries from another one.</summary>
[Operator("sorted-board")]
internal sealed partial class SortedBoard : KeyedOperator<long, long, long>
{
    public const int RangeLength = 10;

    [State]
    private partial SortedMapState<long, long> Board { get; }

    /// <summary>Gets the map key that is put for a value, and the one whose range is read.</summary>
    public static (long Put, long Read) KeysOf(long value, long size) =>
        ((long)((ulong)value * 0x9E37_79B9_7F4A_7C15 % (ulong)size), (long)((ulong)value * 0xC2B2_AE3D_27D4_EB4F % (ulong)size));

    protected override void OnEvent(long value, OperatorContext<long> context)
    {
        var (put, read) = KeysOf(value, SortedMapRatios.BoardSize);
        Board[put] = value;
        var count = 0;
        foreach (var entry in Board.From(read))
        {
            if (entry.Value < 0)
                context.Emit(entry.Key);
            if (++count == RangeLength)
                break;
        }
    }
}

/// <summary>The window as one writes it by hand, with a sorted dictionary for each key.</summary>
internal sealed class DictionaryWindow : IVariant
{
    private readonly Dictionary<long, SortedDictionary<long, long>> _windows = [];

    public long Found { get; private set; }

    public void Process(ReadOnlySpan<long> keys, ReadOnlySpan<long> values, ReadOnlySpan<long> timestamps)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            if (!_windows.TryGetValue(keys[i], out var window))
                _windows.Add(keys[i], window = []);
            window[values[i]] = values[i];
            while (FirstOf(window) is var first && first < values[i] - SortedWindow.Length)
                window.Remove(first);
            if (FirstOf(window) > values[i])
                Found++;
        }
    }

    public void Dispose()
    {
    }

    private static long FirstOf(SortedDictionary<long, long> window)
    {
        using var entries = window.GetEnumerator();
        entries.MoveNext();
        return entries.Current.Key;
    }
}

/// <summary>The large map as one writes it by hand, with the view of a sorted set.</summary>
internal sealed class SetBoard : IVariant
{
    private readonly SortedSet<KeyValuePair<long, long>> _board = new(Comparer<KeyValuePair<long, long>>.Create((left, right) => left.Key.CompareTo(right.Key)));

    public long Found { get; private set; }

    public void Process(ReadOnlySpan<long> keys, ReadOnlySpan<long> values, ReadOnlySpan<long> timestamps)
    {
        for (var i = 0; i < keys.Length; i++)
        {
            var (put, read) = SortedBoard.KeysOf(values[i], SortedMapRatios.BoardSize);
            var entry = KeyValuePair.Create(put, values[i]);
            if (!_board.Add(entry))
            {
                _board.Remove(entry);
                _board.Add(entry);
            }

            var count = 0;
            foreach (var found in _board.GetViewBetween(new(read, 0), new(long.MaxValue, 0)))
            {
                if (found.Value < 0)
                    Found++;
                if (++count == SortedBoard.RangeLength)
                    break;
            }
        }
    }

    public void Dispose()
    {
    }
}

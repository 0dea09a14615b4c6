namespace StateGen.Backends.Memory.Collections;

/// <summary>A stack of numbers that can take all numbers of another stack in constant time.</summary>
internal struct BlockStack
{
    private const int SegmentLength = 250;

    // Numbers come and go in bursts, for example when timers clear the state of many keys.
    private const int MostSpare = 1024;

    private Segment? _top;
    private Segment? _bottom;
    private Segment? _spare;
    private int _spareCount;

    public void Push(uint block)
    {
        if (_top is null || _top.Count == SegmentLength)
            AddSegment();
        _top!.Blocks[_top.Count++] = block;
    }

    public bool TryPop(out uint block)
    {
        while (_top is { Count: 0 })
            RemoveSegment();
        block = _top is null ? 0 : _top.Blocks[--_top.Count];
        return _top is not null;
    }

    public void TakeAll(ref BlockStack other)
    {
        if (other._top is null)
            return;
        other._bottom!.Below = _top;
        _bottom ??= other._bottom;
        _top = other._top;
        other._top = other._bottom = null;
    }

    private void AddSegment()
    {
        var segment = _spare ?? new();
        if (_spare is not null)
        {
            _spare = segment.Below;
            _spareCount--;
        }

        segment.Below = _top;
        _bottom ??= segment;
        _top = segment;
    }

    private void RemoveSegment()
    {
        var removed = _top!;
        _top = removed.Below;
        if (_top is null)
            _bottom = null;
        if (_spareCount == MostSpare)
            return;
        removed.Below = _spare;
        _spare = removed;
        _spareCount++;
    }

    private sealed class Segment
    {
        public readonly uint[] Blocks = new uint[SegmentLength];
        public int Count;
        public Segment? Below;
    }
}

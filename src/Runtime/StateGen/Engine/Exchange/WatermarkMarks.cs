namespace StateGen.Engine.Exchange;

/// <summary>The watermarks among a run of records, in order. Of several with no record between them only the last is kept. Grows and is reused.</summary>
internal sealed class WatermarkMarks
{
    private WatermarkMark[] _marks = new WatermarkMark[4];

    public int Count { get; private set; }

    public ReadOnlyMemory<WatermarkMark> Memory => _marks.AsMemory(0, Count);

    public ReadOnlySpan<WatermarkMark> Span => _marks.AsSpan(0, Count);

    /// <summary>Adds a watermark before the record at <paramref name="index"/>, which is not below the index of any earlier mark.</summary>
    public void Add(int index, long watermark)
    {
        if (Count > 0 && _marks[Count - 1].Index == index)
            Count--;
        else if (Count == _marks.Length)
            Array.Resize(ref _marks, Count * 2);
        _marks[Count++] = new(index, watermark);
    }

    public void Clear() => Count = 0;
}

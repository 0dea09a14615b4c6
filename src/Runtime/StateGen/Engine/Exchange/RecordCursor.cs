namespace StateGen.Engine.Exchange;

/// <summary>How far a run of records and the watermarks among them was processed.</summary>
internal struct RecordCursor
{
    /// <summary>The index of the next record.</summary>
    public int Record { get; set; }

    /// <summary>The index of the next watermark.</summary>
    public int Watermark { get; set; }
}

namespace StateGen;

/// <summary>Which time a timer follows.</summary>
public enum TimerKind : byte
{
    /// <summary>The time in the events: it fires when the watermark reaches it.</summary>
    EventTime = 0,

    /// <summary>The time of the machine.</summary>
    ProcessingTime = 1,
}

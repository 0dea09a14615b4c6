namespace StateGen;

/// <summary>
/// Gives a state a time to live: the sum of <see cref="Days"/> to <see cref="Milliseconds"/>, which must be positive. A value, list element, map entry or
/// accumulator expires when this much time has passed since it was last written. By default, that is processing time, a read changes nothing, and what has
/// expired is never returned. <see cref="Refresh"/> and <see cref="Visibility"/> may change between versions of a program, and then apply to stored state,
/// too; <see cref="Clock"/> may not.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TtlAttribute : Attribute
{
    /// <summary>Gets or sets the days, of 24 hours each.</summary>
    public int Days { get; set; }

    /// <summary>Gets or sets the hours.</summary>
    public int Hours { get; set; }

    /// <summary>Gets or sets the minutes.</summary>
    public int Minutes { get; set; }

    /// <summary>Gets or sets the seconds.</summary>
    public int Seconds { get; set; }

    /// <summary>Gets or sets the milliseconds, the finest resolution.</summary>
    public int Milliseconds { get; set; }

    /// <summary>Gets or sets what starts the time to live again. By default, only a write does.</summary>
    public TtlRefresh Refresh { get; set; }

    /// <summary>Gets or sets whether state that has expired, but was not removed yet, can still be read. By default, it cannot.</summary>
    public TtlVisibility Visibility { get; set; }

    /// <summary>Gets or sets the clock by which state expires. By default, it is that of the machine.</summary>
    public TtlClock Clock { get; set; }
}

/// <summary>Specifies what starts a time to live again.</summary>
public enum TtlRefresh
{
    /// <summary>Only a write of the value, element or entry.</summary>
    OnWrite = 0,

    /// <summary>
    /// A write, and a read that returns it. An enumeration reads every element or entry that it returns; counting does not. The read then is a write for the
    /// backend.
    /// </summary>
    OnReadAndWrite = 1,
}

/// <summary>Specifies whether state that has expired can still be read.</summary>
public enum TtlVisibility
{
    /// <summary>It is never returned.</summary>
    NeverReturnExpired = 0,

    /// <summary>
    /// The first read returns it, unless the backend has removed it before, and removes it. When the backend does that is not defined. Counting leaves it out.
    /// </summary>
    ReturnExpiredIfNotRemoved = 1,
}

/// <summary>Specifies the clock by which state expires.</summary>
public enum TtlClock
{
    /// <summary>The clock of the machine, which never runs below that of a checkpoint.</summary>
    ProcessingTime = 0,

    /// <summary>
    /// Event time. State counts as written at the event time of the record or timer that writes it, or at the watermark if a record has no event time, and
    /// expires when the watermark of the operator (<see cref="OperatorContext{TOut}.Watermark"/>) has reached the end of its time to live. The end of the
    /// input makes nothing expire.
    /// </summary>
    EventTime = 1,
}

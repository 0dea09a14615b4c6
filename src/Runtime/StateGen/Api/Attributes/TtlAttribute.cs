namespace StateGen;

/// <summary>
/// Gives a state a time to live: the sum of all parts, which must be positive. A value, list element or map entry expires that long after
/// it was last written, in processing time, and is never returned after that.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TtlAttribute : Attribute
{
    /// <summary>Days of 24 hours.</summary>
    public int Days { get; set; }

    /// <summary>Hours.</summary>
    public int Hours { get; set; }

    /// <summary>Minutes.</summary>
    public int Minutes { get; set; }

    /// <summary>Seconds.</summary>
    public int Seconds { get; set; }

    /// <summary>Milliseconds, the finest grain there is.</summary>
    public int Milliseconds { get; set; }
}

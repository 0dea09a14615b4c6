namespace StateGen;

/// <summary>
/// Gives a state a time to live: the sum of all properties, which must be positive. A value, list element or map entry expires when this much
/// processing time has passed since it was last written. It is never returned after that.
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
}

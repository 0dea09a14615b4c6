namespace StateGen;

/// <summary>
/// Names a side output of an operator: a second stream of another type, such as late events or alerts. Declare it once, in a static field; two tags with the
/// same type and name are equal.
/// </summary>
/// <typeparam name="T">The type of the values.</typeparam>
public sealed record OutputTag<T>
{
    /// <summary>Creates a tag.</summary>
    /// <param name="name">The name of the side output in messages, unique among those of the operator with this type.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is null, empty or white space.</exception>
    public OutputTag(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>Gets the name of the side output in messages.</summary>
    public string Name { get; }
}

namespace StateGen.Engine.Graph;

/// <summary>
/// The nearest stage with a name of its own before a stream: a source, an operator or a side output. Functions without a name are named after it.
/// </summary>
/// <param name="describe">A function that describes the stage.</param>
internal sealed class StreamOrigin(Func<string> describe)
{
    private readonly Dictionary<string, int> _functions = new(StringComparer.Ordinal);

    public string Description => describe();

    /// <summary>Counts a function without a name.</summary>
    /// <returns>The number of the function among those of its kind, from 1.</returns>
    public int Add(string kind) => _functions[kind] = CountOf(kind) + 1;

    public int CountOf(string kind) => _functions.GetValueOrDefault(kind);
}

/// <summary>
/// The name of a function. Without one from the user, it consists of the kind and of what it follows, and of a number if there are several such functions.
/// </summary>
internal sealed class FunctionName
{
    private readonly StreamOrigin _origin;
    private readonly string _kind;
    private readonly string? _name;
    private readonly int _number;

    /// <param name="origin">The origin of the stream that the function is applied to.</param>
    /// <param name="kind">The kind of the function, such as Select.</param>
    /// <param name="name">The name that the user gave it; null for none.</param>
    public FunctionName(StreamOrigin origin, string kind, string? name)
    {
        (_origin, _kind, _name) = (origin, kind, name);
        _number = name is null ? origin.Add(kind) : 0;
    }

    /// <summary>Gets the name in a tree, where the function is below what it follows.</summary>
    public string InTree => _name is not null ? $"{_kind} '{_name}'" : _origin.CountOf(_kind) > 1 ? $"{_kind} {_number}" : _kind;

    /// <summary>Gets the name in messages. It is final, and is asked for, when the graph is complete.</summary>
    public string InMessages => field ??= _name is not null ? InTree : $"{InTree} after {_origin.Description}";

    /// <summary>Gets the name of the stage in dead letters, logs and metrics.</summary>
    public string Stage => _name ?? InMessages;
}

using Microsoft.CodeAnalysis;

namespace StateGen.Analyzers.Flow.Values;

/// <summary>
/// One object, or all objects that one place in the code makes: the unit in which the flow of values is followed. All members and elements of an object that
/// are not known share one origin.
/// </summary>
/// <param name="index">The index in the table of the body.</param>
/// <param name="kind">The kind of origin.</param>
/// <param name="symbol">The state, field, parameter or function; null for an object that the body makes.</param>
/// <param name="site">The place that reads or makes the object; null if the origin has no place.</param>
/// <param name="type">The type of an object that the body makes; null if it is not known.</param>
internal sealed class Origin(int index, OriginKind kind, ISymbol? symbol, SyntaxNode? site, ITypeSymbol? type)
{
    public int Index => index;

    public OriginKind Kind => kind;

    public ISymbol? Symbol => symbol;

    public SyntaxNode? Site => site;

    public ITypeSymbol? Type => type;

    /// <summary>Gets the object of which this one stands for the members and elements that are not known; null for an object of its own.</summary>
    public Origin? Owner { get; init; }

    /// <summary>Gets or sets the members and elements that are not known; null before one is read.</summary>
    public Origin? Inner { get; set; }

    /// <summary>Gets or sets a value indicating whether the contents have been read, so that a later change of them makes a further pass necessary.</summary>
    public bool IsRead { get; set; }

    /// <summary>Gets or sets what the members and elements of the object may refer to.</summary>
    public ValueSet Contents { get; set; }

    /// <summary>Gets what members refer to whose values are known, by name. <see cref="Contents"/> includes it.</summary>
    public Dictionary<string, ValueSet> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets or sets the objects of whose elements the object is a copy.</summary>
    public ValueSet Sources { get; set; }

    /// <summary>Gets or sets a value indicating whether a query reads all of its sources before it yields the first element.</summary>
    public bool IsBuffered { get; set; }

    /// <summary>Gets or sets what the object reads when it is enumerated: the sources of a query, and the delegates that it runs.</summary>
    public ValueSet Streams { get; set; }
}

/// <summary>Specifies where an object comes from.</summary>
internal enum OriginKind
{
    /// <summary>The copy that a read of a state returned.</summary>
    Read,

    /// <summary>The handle of a state that is not a value state. It refers to the current key.</summary>
    Handle,

    /// <summary>The context of a callback, or its timers.</summary>
    Context,

    /// <summary>An object that a field, a property or a captured parameter of the operator holds.</summary>
    Field,

    /// <summary>An object that the caller passed.</summary>
    Parameter,

    /// <summary>The instance whose member runs.</summary>
    This,

    /// <summary>A member or element of an object that the caller passed, or of the instance.</summary>
    Part,

    /// <summary>An object that the body makes.</summary>
    Made,

    /// <summary>A delegate of a lambda, a local function or a method.</summary>
    Delegate,
}

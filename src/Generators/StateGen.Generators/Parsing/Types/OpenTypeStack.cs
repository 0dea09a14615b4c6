using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;

namespace StateGen.Generators.Parsing.Types;

/// <summary>
/// The types that are being described, each inside the one before it, and the described types that lead back to one of them. The class implements Tarjan's
/// algorithm for strongly connected components. The components are the types that contain themselves.
/// </summary>
internal sealed class OpenTypeStack
{
    private readonly List<OpenType> _open = [];
    private readonly List<(CodecModel Codec, int Lowest)> _pending = [];
    private readonly HashSet<(string From, string To)> _required = [];

    /// <summary>Returns the number of constructions of a generic type that are being described.</summary>
    public int CountConstructions(INamedTypeSymbol type) =>
        _open.Count(open => SymbolEqualityComparer.Default.Equals(open.Type.OriginalDefinition, type.OriginalDefinition));

    /// <summary>Records that the innermost type contains another type.</summary>
    /// <param name="typeName">The other type.</param>
    /// <param name="isOptional">true if a value of the innermost type can exist without one of the other type; otherwise, false.</param>
    public void Refer(string typeName, bool isOptional)
    {
        if (!isOptional && _open.Count > 0)
            _required.Add((_open[_open.Count - 1].TypeName, typeName));
    }

    /// <summary>Determines whether a type is being described. If it is, the innermost type is recorded to lead back to it.</summary>
    public bool LeadsBackTo(string typeName)
    {
        var index = _open.FindIndex(open => open.TypeName == typeName);
        if (index >= 0)
            Lower(index);
        return index >= 0;
    }

    /// <summary>
    /// Finds the codec of a described type that leads back to one that is being described. If there is one, the innermost type is recorded to do the same.
    /// </summary>
    public CodecModel? FindPending(string typeName)
    {
        var (codec, lowest) = _pending.FirstOrDefault(pending => pending.Codec.TypeName == typeName);
        if (codec is not null)
            Lower(lowest);
        return codec;
    }

    public void Push(INamedTypeSymbol type, string typeName) => _open.Add(new(type, typeName, _open.Count));

    public OpenType Pop()
    {
        var closed = _open[_open.Count - 1];
        _open.RemoveAt(_open.Count - 1);
        return closed;
    }

    /// <summary>Keeps the codec of a type that leads back to a type around it, until that one is described.</summary>
    public void Wait(OpenType closed, CodecModel codec)
    {
        for (var i = 0; i < _pending.Count; i++)
        {
            if (_pending[i].Lowest >= closed.Index)
                _pending[i] = (_pending[i].Codec, closed.Lowest);
        }

        _pending.Add((codec, closed.Lowest));
        Lower(closed.Lowest);
    }

    /// <summary>Removes and returns the codecs of the types that lead back to a type, or to a type inside it.</summary>
    public List<CodecModel> TakeComponent(OpenType closed)
    {
        var component = _pending.Where(pending => pending.Lowest >= closed.Index).Select(pending => pending.Codec).ToList();
        _pending.RemoveAll(pending => pending.Lowest >= closed.Index);
        return component;
    }

    /// <summary>Determines whether a value of one of these types would contain others without end.</summary>
    public bool IsEndless(IEnumerable<string> component)
    {
        var left = new HashSet<string>(component, StringComparer.Ordinal);
        while (left.RemoveWhere(type => !_required.Any(edge => edge.From == type && left.Contains(edge.To))) > 0)
        {
        }

        return left.Count > 0;
    }

    private void Lower(int index)
    {
        var innermost = _open[_open.Count - 1];
        innermost.Lowest = Math.Min(innermost.Lowest, index);
    }
}

/// <summary>A type that is being described.</summary>
internal sealed class OpenType(INamedTypeSymbol type, string typeName, int index)
{
    public INamedTypeSymbol Type => type;

    public string TypeName => typeName;

    /// <summary>Gets the number of types around it.</summary>
    public int Index => index;

    /// <summary>Gets or sets the index of the outermost type to which this type leads back; <see cref="int.MaxValue"/> if there is none.</summary>
    public int Lowest { get; set; } = int.MaxValue;

    /// <summary>Gets a value indicating whether the type contains itself.</summary>
    public bool IsRecursive => Lowest <= index;
}

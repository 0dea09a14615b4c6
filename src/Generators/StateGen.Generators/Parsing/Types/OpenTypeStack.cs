using Microsoft.CodeAnalysis;
using StateGen.Generators.Model;

namespace StateGen.Generators.Parsing.Types;

/// <summary>
/// The types that are being described, each inside the one before it, and those that are described but lead back to one that is not: Tarjan's
/// algorithm for strongly connected components, whose components are the types that contain themselves.
/// </summary>
internal sealed class OpenTypeStack
{
    private readonly List<OpenType> _open = [];
    private readonly List<(CodecModel Codec, int Lowest)> _pending = [];
    private readonly HashSet<(string From, string To)> _required = [];

    /// <summary>The constructions of one generic type that are being described.</summary>
    public int CountConstructions(INamedTypeSymbol type) =>
        _open.Count(open => SymbolEqualityComparer.Default.Equals(open.Type.OriginalDefinition, type.OriginalDefinition));

    /// <summary>Notes that the innermost type contains another.</summary>
    /// <param name="typeName">The other type.</param>
    /// <param name="isOptional">Whether a value can do without it.</param>
    public void Refer(string typeName, bool isOptional)
    {
        if (!isOptional && _open.Count > 0)
            _required.Add((_open[_open.Count - 1].TypeName, typeName));
    }

    /// <summary>Whether a type is being described; then the innermost one leads back to it.</summary>
    public bool LeadsBackTo(string typeName)
    {
        var index = _open.FindIndex(open => open.TypeName == typeName);
        if (index >= 0)
            Lower(index);
        return index >= 0;
    }

    /// <summary>The codec of a type that leads back to one that is being described; then so does the innermost one.</summary>
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

    /// <summary>Keeps the codec of a type that leads back to one around it.</summary>
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

    /// <summary>Takes the codecs that led back to a type, or to one inside it.</summary>
    public List<CodecModel> TakeComponent(OpenType closed)
    {
        var component = _pending.Where(pending => pending.Lowest >= closed.Index).Select(pending => pending.Codec).ToList();
        _pending.RemoveAll(pending => pending.Lowest >= closed.Index);
        return component;
    }

    /// <summary>Whether a value of one of these types contains others without end.</summary>
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

    /// <summary>The number of types around it.</summary>
    public int Index => index;

    /// <summary>The index of the outermost type that it leads back to.</summary>
    public int Lowest { get; set; } = int.MaxValue;

    /// <summary>Whether it contains itself.</summary>
    public bool IsRecursive => Lowest <= index;
}

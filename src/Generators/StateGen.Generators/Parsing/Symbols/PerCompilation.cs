using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing.Symbols;

/// <summary>
/// One object per compilation, created at its first use and forgotten with the compilation. Thread-safe: two callers that ask at once may both create one, but both get
/// the same one.
/// </summary>
/// <typeparam name="T">The type of the object, which may hold symbols of the compilation.</typeparam>
/// <param name="create">Creates the object of a compilation.</param>
internal sealed class PerCompilation<T>(Func<Compilation, CancellationToken, T> create)
    where T : class
{
    private readonly ConditionalWeakTable<Compilation, T> _known = new();

    /// <summary>Creates the objects by a function that cannot be cancelled.</summary>
    public PerCompilation(Func<Compilation, T> create)
        : this((compilation, _) => create(compilation))
    {
    }

    /// <summary>The object of a compilation.</summary>
    public T Get(Compilation compilation, CancellationToken cancellationToken = default) =>
        _known.TryGetValue(compilation, out var known) ? known : _known.GetValue(compilation, unknown => create(unknown, cancellationToken));
}

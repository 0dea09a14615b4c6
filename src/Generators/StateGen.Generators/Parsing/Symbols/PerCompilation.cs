using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace StateGen.Generators.Parsing.Symbols;

/// <summary>
/// Provides one object per compilation, which is created at its first use and can be collected together with the compilation. Thread-safe: two concurrent
/// callers may both create an object, but both get the same one.
/// </summary>
/// <typeparam name="T">The type of the object, which may hold symbols of the compilation.</typeparam>
/// <param name="create">The function that creates the object of a compilation.</param>
internal sealed class PerCompilation<T>(Func<Compilation, CancellationToken, T> create)
    where T : class
{
    private readonly ConditionalWeakTable<Compilation, T> _known = new();

    /// <summary>Initializes an instance whose function cannot be cancelled.</summary>
    public PerCompilation(Func<Compilation, T> create)
        : this((compilation, _) => create(compilation))
    {
    }

    /// <summary>Returns the object of a compilation.</summary>
    public T Get(Compilation compilation, CancellationToken cancellationToken = default) =>
        _known.TryGetValue(compilation, out var known) ? known : _known.GetValue(compilation, unknown => create(unknown, cancellationToken));
}

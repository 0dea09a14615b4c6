using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StateGen.Analyzers.Flow.Effects;

/// <summary>
/// Searches the methods of a compilation, and the methods that these call, for one kind of effect. A method is analyzed once, when code of an operator calls
/// it first. Thread-safe.
/// </summary>
/// <param name="code">The source of the compilation.</param>
/// <param name="kind">The kind of effect.</param>
internal sealed class EffectSearch(SourceCode code, EffectKind kind)
{
    // Bounds the work for one call, and the depth of the search.
    private const int MaxMethods = 120;

    private readonly ConcurrentDictionary<IMethodSymbol, Effect?> _effects = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, Contents> _contents = new(SymbolEqualityComparer.Default);

    public SourceCode Code => code;

    /// <summary>The effect that an operation has by itself; null if it has none.</summary>
    public Effect? FindDirect(IOperation operation, CancellationToken cancellationToken) => kind.Find(operation, this, cancellationToken);

    /// <summary>The effect of a method, or of a method that it calls; null if there is none.</summary>
    public Effect? Find(IMethodSymbol method, CancellationToken cancellationToken)
    {
        var definition = method.OriginalDefinition;
        return _effects.TryGetValue(definition, out var known)
            ? known
            : _effects.GetOrAdd(definition, Search(definition, new(SymbolEqualityComparer.Default), cancellationToken));
    }

    private Effect? Search(IMethodSymbol method, HashSet<ISymbol> seen, CancellationToken cancellationToken)
    {
        if (_effects.TryGetValue(method, out var known))
            return known;
        if (seen.Count >= MaxMethods || !seen.Add(method))
            return null;
        cancellationToken.ThrowIfCancellationRequested();
        if (!Callees.IsInSource(method.MethodKind == MethodKind.Constructor ? method.ContainingType : method))
            return kind.Find(method);
        if (method.IsAbstract)
            return SearchAll(code.ImplementationsOf(method), seen, cancellationToken);
        var contents = _contents.GetOrAdd(method, _ => Read(method, cancellationToken));
        return contents.Effect
            ?? contents.Calls.Select(called => Search(called.OriginalDefinition, seen, cancellationToken)).FirstOrDefault(static found => found is not null);
    }

    // It is not known which implementation runs, so all of them must have the effect.
    private Effect? SearchAll(ImmutableArray<IMethodSymbol> implementations, HashSet<ISymbol> seen, CancellationToken cancellationToken)
    {
        Effect? first = null;
        foreach (var implementation in implementations)
        {
            if (Search(implementation.OriginalDefinition, seen, cancellationToken) is not { } found)
                return null;
            first ??= found;
        }

        return first;
    }

    private Contents Read(IMethodSymbol method, CancellationToken cancellationToken)
    {
        var calls = new List<IMethodSymbol>();
        foreach (var operation in code.BodiesOf(method, cancellationToken).SelectMany(body => RunBefore(body, method)))
        {
            if (FindDirect(operation, cancellationToken) is { } found)
                return new(found, []);
            calls.AddRange(Callees.Of(operation, code, cancellationToken));
        }

        return new(null, [.. calls.Distinct<IMethodSymbol>(SymbolEqualityComparer.Default)]);
    }

    // What an asynchronous method does after its first await, its caller neither waits for nor sees.
    private static IEnumerable<IOperation> RunBefore(IOperation body, IMethodSymbol method)
    {
        var operations = Callees.RunBy(body);
        if (!method.IsAsync || body.Descendants().OfType<IAwaitOperation>().FirstOrDefault() is not { } first)
            return operations;
        return operations.Where(operation => operation.Syntax.SpanStart < first.Syntax.Span.End);
    }

    private sealed record Contents(Effect? Effect, ImmutableArray<IMethodSymbol> Calls);
}

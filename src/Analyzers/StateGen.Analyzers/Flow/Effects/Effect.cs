using Microsoft.CodeAnalysis;

namespace StateGen.Analyzers.Flow.Effects;

/// <summary>Something that the code of callbacks must not do.</summary>
/// <param name="Name">The member that does it, such as <c>DateTime.UtcNow</c>.</param>
/// <param name="Advice">The advice for replacing it; empty if there is none.</param>
internal sealed record Effect(string Name, string Advice = "");

/// <summary>Recognizes one kind of effect. Immutable and thread-safe.</summary>
internal abstract class EffectKind
{
    /// <summary>The effect that an operation has by itself; null if it has none.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="search">The search for effects in the methods of the compilation.</param>
    /// <param name="cancellationToken">The token that cancels the analysis.</param>
    public abstract Effect? Find(IOperation operation, EffectSearch search, CancellationToken cancellationToken);

    /// <summary>The effect of a member without source, whatever it is called with; null if it has none.</summary>
    public abstract Effect? Find(IMethodSymbol method);
}

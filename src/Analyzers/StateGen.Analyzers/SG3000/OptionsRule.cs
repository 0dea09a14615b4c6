using Microsoft.CodeAnalysis;

namespace StateGen.Analyzers.SG3000;

/// <summary>A rule about the options of pipelines and hosts. One instance serves all compilations at once, so it keeps nothing.</summary>
internal abstract class OptionsRule(DiagnosticDescriptor rule)
{
    public DiagnosticDescriptor Rule => rule;

    /// <summary>Finds what is wrong with options.</summary>
    /// <param name="options">What one expression sets.</param>
    public abstract IEnumerable<Diagnostic> Find(SetOptions options);
}

using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using StateGen.Generators.Parsing.Symbols;

namespace StateGen.Analyzers;

/// <summary>
/// The frame of an analyzer: it runs concurrently, leaves generated code alone, and does nothing in a compilation that does not reference StateGen. Rules that look at
/// the same things share one analyzer, because each analyzer costs an editor time at every keystroke, whatever it finds.
/// </summary>
public abstract class RuleAnalyzer : DiagnosticAnalyzer
{
    private protected RuleAnalyzer(params DiagnosticDescriptor[] rules) => SupportedDiagnostics = [.. rules];

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(StartIfReferenced);
    }

    /// <summary>Registers what is to be looked at in one compilation.</summary>
    /// <param name="context">A compilation that references StateGen.</param>
    private protected abstract void Start(CompilationStartAnalysisContext context);

    private void StartIfReferenced(CompilationStartAnalysisContext context)
    {
        if (!context.Compilation.GetTypesByMetadataName(KnownTypes.OperatorAttribute).IsEmpty)
            Start(context);
    }
}

/// <summary>Where attributes stand.</summary>
internal static class AttributeLocations
{
    /// <summary>The location of an attribute's first argument, or of the attribute where it has none; null for one of a referenced assembly.</summary>
    public static Location? OfFirstArgument(AttributeData attribute, CancellationToken cancellationToken)
    {
        var syntax = attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) as AttributeSyntax;
        return syntax?.ArgumentList?.Arguments.FirstOrDefault()?.Expression.GetLocation() ?? syntax?.GetLocation();
    }
}

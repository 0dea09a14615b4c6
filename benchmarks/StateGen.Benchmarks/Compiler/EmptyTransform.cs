using Microsoft.CodeAnalysis;

namespace StateGen.Benchmarks.Compiler;

/// <summary>A generator that finds the operators and does nothing with them. It measures the cost of the look-up of the attribute alone.</summary>
internal sealed class EmptyTransform : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var found = context.SyntaxProvider.ForAttributeWithMetadataName("StateGen.OperatorAttribute", static (_, _) => true, static (_, _) => 0);
        context.RegisterSourceOutput(found, static (_, _) => { });
    }
}

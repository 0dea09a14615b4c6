using StateGen.Analyzers.Flow;
using StateGen.Analyzers.Flow.Effects;
using StateGen.Generators.Diagnostics;

namespace StateGen.Analyzers.SG2000;

/// <summary>SG2011. Reports blocking calls in the code that callbacks run.</summary>
internal sealed class BlockingCallbackRule() : EffectRule(DiagnosticCatalogue.BlockingCallback, new BlockingCalls())
{
    protected override object?[] ArgumentsFor(string name, Effect effect) => [name];

    // A delegate that another thread runs, or that runs later, does not block the callback.
    protected override bool Matters(ExecutionContextKind context) => context is ExecutionContextKind.InPlace or ExecutionContextKind.AfterAwait;
}

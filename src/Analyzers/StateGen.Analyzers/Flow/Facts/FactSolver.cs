using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StateGen.Analyzers.Flow.Values;

namespace StateGen.Analyzers.Flow.Facts;

/// <summary>
/// Finds which facts may hold at each point of a function: a forward analysis along its control flow graph, in which the facts of branches that meet are
/// united. A <c>finally</c> block is analyzed for each way through it. A handler begins with what held before its <c>try</c> block, because an exception is
/// not a way out.
/// </summary>
/// <param name="transfer">Changes the facts by one event.</param>
/// <param name="cancellationToken">The token that cancels the analysis.</param>
internal sealed class FactSolver(Action<FlowEvent, FactSet> transfer, CancellationToken cancellationToken)
{
    private const int MaxFunctionDepth = 8;

    private readonly Stack<FlowFunction> _running = new();
    private readonly HashSet<FlowFunction> _hasRun = [];
    private readonly Stack<RunEvent> _runs = new();

    /// <summary>Gets the calls of the functions that run now, innermost first.</summary>
    public IEnumerable<RunEvent> Runs => _runs;

    /// <summary>Indicates whether a function has been analyzed, because another one runs it.</summary>
    public bool HasRun(FlowFunction function) => _hasRun.Contains(function);

    /// <summary>The facts on each way out of a function that returns.</summary>
    /// <param name="function">The function.</param>
    /// <param name="entry">The facts at the beginning.</param>
    public List<FactSet> Solve(FlowFunction function, FactSet entry)
    {
        var exits = new List<FactSet>();
        if (_running.Count >= MaxFunctionDepth || _running.Contains(function))
            return [entry];
        _running.Push(function);
        _hasRun.Add(function);
        var blocks = function.Graph.Blocks;
        var run = new Run(this, function, blocks[0].Ordinal, blocks[blocks.Length - 1].Ordinal);
        run.Solve(entry);
        foreach (var branch in blocks[blocks.Length - 1].Predecessors)
        {
            if (run.FindEnd(branch) is { } facts)
                exits.Add(facts);
        }

        _running.Pop();
        return exits;
    }

    private void Apply(FlowEvent happened, FactSet facts)
    {
        if (happened is not RunEvent run)
        {
            transfer(happened, facts);
            return;
        }

        var before = facts.Clone();
        _runs.Push(run);
        var exits = Solve(run.Function, before.Clone());
        _runs.Pop();
        if (run.IsCertain && exits.Count > 0)
            facts.RemoveAll();
        foreach (var exit in exits)
            facts.AddAll(exit);
    }

    /// <summary>The analysis of the blocks between two ordinals.</summary>
    private sealed class Run(FactSolver solver, FlowFunction function, int first, int last)
    {
        private const int MaxVisits = 64;

        private readonly FactSet?[] _starts = new FactSet?[last - first + 1];
        private readonly FactSet?[] _ends = new FactSet?[last - first + 1];
        private readonly (FactSet? Conditional, FactSet? FallThrough)[] _unchanged = new (FactSet?, FactSet?)[last - first + 1];
        private readonly int[] _visits = new int[last - first + 1];
        private readonly SortedSet<int> _open = [];

        public void Solve(FactSet entry)
        {
            Enter(first, entry);
            while (_open.Count > 0)
            {
                solver.ThrowIfCancelled();
                var ordinal = _open.Min;
                _open.Remove(ordinal);
                if (++_visits[ordinal - first] <= MaxVisits)
                    Visit(function.Graph.Blocks[ordinal]);
            }
        }

        /// <summary>The facts after a branch, including what the <c>finally</c> blocks on its way do; null if it is never taken.</summary>
        public FactSet? FindEnd(ControlFlowBranch branch)
        {
            var (conditional, fallThrough) = _unchanged[branch.Source.Ordinal - first];
            if (((branch.IsConditionalSuccessor ? conditional : fallThrough) ?? _ends[branch.Source.Ordinal - first]) is not { } facts)
                return null;
            foreach (var region in branch.FinallyRegions)
            {
                var run = new Run(solver, function, region.FirstBlockOrdinal, region.LastBlockOrdinal);
                run.Solve(facts.Clone());
                if (run.FindEndOfRegion() is not { } after)
                    return null;
                facts = after;
            }

            return facts;
        }

        private FactSet? FindEndOfRegion()
        {
            FactSet? all = null;
            for (var ordinal = first; ordinal <= last; ordinal++)
            {
                var semantics = function.Graph.Blocks[ordinal].FallThroughSuccessor?.Semantics;
                if (semantics != ControlFlowBranchSemantics.StructuredExceptionHandling || _ends[ordinal - first] is not { } end)
                    continue;
                if (all is null)
                    all = end.Clone();
                else
                    all.AddAll(end);
            }

            return all;
        }

        private void Visit(BasicBlock block)
        {
            var facts = _starts[block.Ordinal - first]!.Clone();
            EnterHandlers(block, facts);
            var (tested, isNegated) = Tested(block.BranchValue);
            FactSet? unchanged = null;
            foreach (var happened in function.Events[block.Ordinal])
            {
                if (happened is ChangeEvent { IsIfTrue: true } && happened.Operation == tested)
                    unchanged = facts.Clone();
                solver.Apply(happened, facts);
            }

            _ends[block.Ordinal - first] = facts;
            var isChangedIfTaken = block.ConditionKind == ControlFlowConditionKind.WhenTrue != isNegated;
            _unchanged[block.Ordinal - first] = isChangedIfTaken ? (null, unchanged) : (unchanged, null);
            Follow(block.ConditionalSuccessor);
            Follow(block.FallThroughSuccessor);
        }

        // The call that decides which branch is taken.
        private static (IOperation? Operation, bool IsNegated) Tested(IOperation? condition)
        {
            var isNegated = false;
            while (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } negation)
                (condition, isNegated) = (negation.Operand, !isNegated);
            return (condition, isNegated);
        }

        private void Follow(ControlFlowBranch? branch)
        {
            if (branch?.Destination is { } destination && FindEnd(branch) is { } facts)
                Enter(destination.Ordinal, facts);
        }

        private void EnterHandlers(BasicBlock block, FactSet facts)
        {
            for (var region = block.EnclosingRegion; region is not null && region.FirstBlockOrdinal == block.Ordinal; region = region.EnclosingRegion)
            {
                if (region.Kind != ControlFlowRegionKind.Try || region.EnclosingRegion is not { Kind: ControlFlowRegionKind.TryAndCatch } handled)
                    continue;
                foreach (var handler in handled.NestedRegions.Where(nested => nested.Kind != ControlFlowRegionKind.Try))
                    Enter(handler.FirstBlockOrdinal, facts);
            }
        }

        private void Enter(int ordinal, FactSet facts)
        {
            if (ordinal < first || ordinal > last)
                return;
            if (_starts[ordinal - first] is not { } known)
                _starts[ordinal - first] = facts.Clone();
            else if (!known.AddAll(facts))
                return;
            _open.Add(ordinal);
        }
    }

    private void ThrowIfCancelled() => cancellationToken.ThrowIfCancellationRequested();
}

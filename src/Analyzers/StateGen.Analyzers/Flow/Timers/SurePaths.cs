using Microsoft.CodeAnalysis.FlowAnalysis;

namespace StateGen.Analyzers.Flow.Timers;

/// <summary>Finds the blocks of a control flow graph through which every way to the end leads.</summary>
/// <param name="graph">The graph.</param>
internal sealed class SurePaths(ControlFlowGraph graph)
{
    /// <summary>Indicates whether every way to the end leads through one of the blocks. Ways that end with an exception do not count.</summary>
    public bool LeadThrough(ISet<BasicBlock> blocks)
    {
        var end = graph.Blocks[graph.Blocks.Length - 1];
        return blocks.Count > 0 && !Reach(blocks).Contains(end) && Reach(new HashSet<BasicBlock>()).Contains(end);
    }

    /// <summary>The blocks that are reached without passing the given ones, including those of them where the ways stop.</summary>
    public HashSet<BasicBlock> Reach(ISet<BasicBlock> without)
    {
        var reached = new HashSet<BasicBlock>();
        var open = new Stack<BasicBlock>([graph.Blocks[0]]);
        while (open.Count > 0)
        {
            var block = open.Pop();
            if (!reached.Add(block) || without.Contains(block))
                continue;
            Follow(block.FallThroughSuccessor, without, reached, open);
            Follow(block.ConditionalSuccessor, without, reached, open);
        }

        return reached;
    }

    // The finally blocks between a branch and its destination run as well.
    private void Follow(ControlFlowBranch? branch, ISet<BasicBlock> without, HashSet<BasicBlock> reached, Stack<BasicBlock> open)
    {
        if (branch?.Destination is not { } destination)
            return;
        foreach (var block in branch.FinallyRegions.SelectMany(region => graph.Blocks.Where(block => IsIn(block, region))))
        {
            reached.Add(block);
            if (without.Contains(block))
                return;
        }

        open.Push(destination);
    }

    private static bool IsIn(BasicBlock block, ControlFlowRegion region) => block.Ordinal >= region.FirstBlockOrdinal
        && block.Ordinal <= region.LastBlockOrdinal;
}

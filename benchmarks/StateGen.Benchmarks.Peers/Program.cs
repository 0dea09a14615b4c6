using StateGen.Benchmarks.Musts;
using StateGen.Benchmarks.Musts.Report;
using StateGen.Benchmarks.Peers;

if (args.Contains("--quick"))
{
    new BenchmarksPage(Console.Out, () => new FasterRows()).Write(Path.GetFullPath("docs"));
    return 0;
}

return new MustRunner(Console.Out).Run(MustTable.Create(() => new FasterRows())) ? 0 : 1;

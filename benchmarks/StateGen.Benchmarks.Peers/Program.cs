using StateGen.Benchmarks.Musts;
using StateGen.Benchmarks.Musts.Pipelines;
using StateGen.Benchmarks.Musts.Report;
using StateGen.Benchmarks.Peers;

if (args.Contains("--quick"))
{
    new BenchmarksPage(Console.Out, () => new FasterRows()).Write(Path.GetFullPath("docs"));
    return 0;
}

if (args is [WideMemory.Argument])
{
    WideMemory.RunHere(Console.Out);
    return 0;
}

// A text after --musts selects those whose names contain it, and shows the figures behind them.
var selected = args.SkipWhile(argument => argument != "--musts").Skip(1).FirstOrDefault();
var musts = MustTable.Create(() => new FasterRows());
if (selected is null)
    return new MustRunner(Console.Out).Run(musts) ? 0 : 1;
musts = [.. musts.Where(must => must.Name.Contains(selected, StringComparison.Ordinal))];
if (musts.Length > 0)
    return new MustRunner(Console.Out) { ShowsFigures = true }.Run(musts) ? 0 : 1;
Console.Error.WriteLine($"No must has '{selected}' in its name.");
return 2;

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace StateGen.Tool.Checkpoints.Reports;

/// <summary>Writes the report of a command: as JSON, as tables on a terminal, or as plain text elsewhere.</summary>
/// <param name="isJson">true to write JSON.</param>
/// <param name="output">What the report is written to.</param>
internal sealed class ReportWriter(bool isJson, TextWriter output)
{
    // Nothing is wrapped in a file or a pipe.
    private const int UnlimitedWidth = 10_000;

    private readonly bool _isTerminal = IsTerminal(output);
    private readonly IAnsiConsole _console = OpenConsole(output);

    /// <summary>Gets a value indicating whether somebody watches the progress.</summary>
    public bool ShowsProgress => !isJson && _isTerminal;

    /// <summary>Writes a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="type">Its form in JSON.</param>
    /// <param name="show">Writes the report for people.</param>
    public void Write<T>(T report, JsonTypeInfo<T> type, Action<ReportWriter> show)
    {
        if (isJson)
            output.WriteLine(JsonSerializer.Serialize(report, type));
        else
            show(this);
    }

    /// <summary>Writes lines of text.</summary>
    public void Lines(params IEnumerable<string> lines)
    {
        foreach (var line in lines)
            _console.WriteLine(line);
    }

    /// <summary>Writes a table.</summary>
    public void Table(string[] columns, IEnumerable<string[]> rows)
    {
        var table = new Table().Border(_isTerminal ? TableBorder.Rounded : TableBorder.None);
        table.AddColumns([.. columns.Select(static column => new TableColumn(new Text(column)))]);
        foreach (var row in rows)
            table.AddRow(row.Select(static cell => new Text(cell)));
        _console.Write(table);
    }

    /// <summary>Does something that takes a while, and shows how many bytes of it are done.</summary>
    public async Task RunAsync(string title, long size, Func<Action<long>, Task> body)
    {
        if (!ShowsProgress)
            await body(static _ => { }).ConfigureAwait(false);
        else
            await _console.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn()).StartAsync(context =>
            {
                var task = context.AddTask(Markup.Escape(title), maxValue: Math.Max(size, 1));
                return body(length => task.Increment(length));
            }).ConfigureAwait(false);
    }

    private static bool IsTerminal(TextWriter output) => !Console.IsOutputRedirected && ReferenceEquals(output, Console.Out);

    private static IAnsiConsole OpenConsole(TextWriter output)
    {
        var isTerminal = IsTerminal(output);
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No, Out = new AnsiConsoleOutput(output),
        });
        if (!isTerminal)
            console.Profile.Width = UnlimitedWidth;
        return console;
    }
}

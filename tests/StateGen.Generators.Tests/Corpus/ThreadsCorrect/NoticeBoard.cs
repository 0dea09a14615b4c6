using System.Threading;

namespace Corpus.ThreadsCorrect.NoticeBoard;

public sealed record Notice(string Text, int Pages);

public sealed record Page(string Board, int Number, Func<string> Render);

public interface IPrinter
{
    event EventHandler<int>? Done;

    void Print(string text);

    Task PrintAsync(string text, CancellationToken cancellationToken);
}

[Operator("threadscorrect.notice-board")]
public sealed partial class NoticeBoard : KeyedOperator<string, Notice, Page>
{
    private readonly IPrinter _printer;

    public NoticeBoard(IPrinter printer) => _printer = printer;

    [State] private partial int Pages { get; set; }

    [State] private partial int Printed { get; set; }

    protected override void OnEvent(Notice notice, OperatorContext<Page> context)
    {
        EventHandler<int> done = (_, pages) => Printed += pages;
        _printer.Done += done;
        _printer.Print(notice.Text);
        _printer.Done -= done;

        for (var number = 1; number <= notice.Pages; number++)
        {
            var page = number;
            var text = $"{notice.Text} {Pages + page}";
            context.Emit(new Page(Key, page, () => $"{page}: {text}"));
        }

        Pages += notice.Pages;
        _ = PrintLaterAsync(notice.Text);
    }

    protected override void OnTimer(FiredTimer timer, OperatorContext<Page> context)
    {
        var (pages, printed) = (Pages, Printed);
        ThreadPool.QueueUserWorkItem(_ => Console.WriteLine(printed * 100 / pages));
        var board = Key;
        Func<string> render = () => board;
        context.Emit(new Page(board, Pages, render));

        Task Remind(int count) => _printer.PrintAsync($"{board}: {count}", CancellationToken.None);
        _ = Task.Run(() => Remind(pages));
    }

    private async Task PrintLaterAsync(string text)
    {
        var full = $"{Key}: {text}";
        Printed++;
        await _printer.PrintAsync(full, CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, 2).Select(copy => _printer.PrintAsync($"{full} {copy}", CancellationToken.None)));
    }
}

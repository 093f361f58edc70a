//! From the command to the running server and the open page.

use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::app::cli::folders::Folders;
use crate::base::file_words::io_words;
use crate::base::finding::Finding;
use crate::base::place::Place;

use super::desk::Desk;
use super::gate::Gate;
use super::running::{Found, Running, find};
use super::{browser, follow, listen, routes};

/// Threads for work that takes its time.
const WORKERS: usize = 4;
/// A build that is being written is written to its end.
const PAUSE: Duration = Duration::from_millis(50);

/// Serves until somebody ends it. `said` is told what the clerk should read.
///
/// # Errors
/// The folder for the outputs cannot be written to; the system gives no port.
pub fn run(folders: Folders, browse: bool, stop: Arc<AtomicBool>, said: impl Fn(&str)) -> Result<(), Box<Finding>> {
    let output = folders.output.clone();
    match find(&folders).map_err(|error| unwritable(&output, &error))? {
        Found::Somebody(address) => {
            said("已经有一个自评在运行，用的是同一个文件夹。\n");
            show(&address, browse, &said);
            Ok(())
        }
        Found::Other(others) => Err(Box::new(
            Finding::error("Z049", "这个输出文件夹已经有一个自评在运行，用的是别的文件夹")
                .at(&Place::file(&output.display().to_string()))
                .actual(others)
                .hint(
                    "在那一个的页面上点“结束程序”，再运行一次；两个都要开的，用 --output 给这一个另指一个输出文件夹。",
                ),
        )),
        Found::Silent => Err(Box::new(
            Finding::error("Z049", "这个文件夹已经有一个自评在运行，但它没有应答")
                .at(&Place::file(&output.display().to_string()))
                .hint("等一会儿再试；还不行的，在任务管理器里结束 ziping，再运行一次。"),
        )),
        Found::Nobody(running) => serve(folders, browse, stop, &running, &said),
    }
}

fn serve(
    folders: Folders,
    browse: bool,
    stop: Arc<AtomicBool>,
    running: &Running,
    said: &dyn Fn(&str),
) -> Result<(), Box<Finding>> {
    let output = folders.output.clone();
    let failed = |words: String| {
        let hint = "关掉别的程序再试；还不行的，请反馈这条信息。";
        Box::new(Finding::error("Z049", format!("页面打不开：{words}")).hint(hint))
    };
    let io = |error: std::io::Error| failed(io_words(&error));
    let random = |_: getrandom::Error| failed("系统给不出随机数".to_string());
    let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(io)?;
    listener.set_nonblocking(true).map_err(io)?;
    let port = listener.local_addr().map_err(io)?.port();
    let desk = Arc::new(Desk::new(folders, Gate::new(port).map_err(random)?, stop));
    running.tell(port, &desk.gate.key, &desk.folders).map_err(|error| unwritable(&output, &error))?;
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(WORKERS).build().map_err(io)?;
    let address = desk.gate.ticket().map_err(random)?;
    let followed = desk.clone();
    let follower = std::thread::spawn(move || follow::follow(&followed));
    let done = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener).map_err(io)?;
        show(&address, browse, said);
        said("这一页只在本机，不联网。结束：在页面上点“结束程序”，或在这里按 Ctrl-C。\n");
        listen::listen(listener, desk.clone(), routes::router(desk.clone())).await;
        Ok(())
    });
    desk.stop.store(true, Ordering::Relaxed);
    // What was begun is finished: files are whole either way, but the clerk wants them.
    while desk.building.load(Ordering::Relaxed) {
        std::thread::sleep(PAUSE);
    }
    let _ = follower.join();
    done
}

fn show(address: &str, browse: bool, said: &dyn Fn(&str)) {
    if browse && browser::open(address) {
        said("已在浏览器里打开。没有打开的，把下面的地址粘到浏览器里（只能用一次）：\n");
    } else {
        said("请在浏览器里打开（只能用一次）：\n");
    }
    said(&format!("{address}\n"));
}

fn unwritable(output: &Path, error: &std::io::Error) -> Box<Finding> {
    Box::new(
        Finding::error("Z040", format!("写不进“{}”：{}", output.display(), io_words(error)))
            .at(&Place::file(&output.display().to_string()))
            .hint("确认这个文件夹可以写入、磁盘有空间；或用 --output 指明别的文件夹。"),
    )
}

from typing import Any

class PromptServer:
    instance: PromptServer
    routes: Any  # aiohttp.web.RouteTableDef
